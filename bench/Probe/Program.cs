using System.Globalization;
using KafkaGateway.Bench;
using KafkaGateway.Bench.Probe;

// What bench/run.sh needs besides rdkafka_performance, against any broker:
//   probe create HOST:PORT TOPIC PARTITIONS | probe delete HOST:PORT TOPIC | probe round-trips HOST:PORT TOPIC ACKS COUNT
using var client = new WireClient(args[1]);
switch (args[0])
{
    case "create":
        Topics.Create(client, args[2], Number(3));
        break;
    case "delete":
        Topics.Delete(client, args[2]);
        break;
    case "round-trips":
        RoundTrips.Measure(client, args[2], (short)Number(3), Number(4));
        break;
    default:
        throw new ArgumentException($"no command '{args[0]}'; there are create, delete, round-trips");
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
