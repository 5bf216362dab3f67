using System.Globalization;
using KafkaGateway.Bench;
using KafkaGateway.Bench.Probe;

// What bench/run.sh and bench/footprint.sh need besides rdkafka_performance, against any broker:
//   probe create HOST:PORT TOPIC PARTITIONS | probe delete HOST:PORT TOPIC | probe round-trips HOST:PORT TOPIC ACKS COUNT
//   probe produce HOST:PORT TOPIC PARTITIONS | probe commit HOST:PORT TOPIC PARTITIONS GROUP | probe idle HOST:PORT CONNECTIONS
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
    case "produce":
        Filling.Produce(client, args[2], Number(3));
        break;
    case "commit":
        Filling.Commit(client, args[4], args[2], Number(3));
        break;
    case "idle":
        IdleConnections.Hold(args[1], Number(2));
        break;
    default:
        throw new ArgumentException($"no command '{args[0]}'; there are create, delete, round-trips, produce, commit, idle");
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
