using System.Globalization;
using KafkaGateway.Bench.Commits;

// What committing offsets costs. CONNECTION is PostgreSQL's, in Npgsql's form; what is there is not kept apart from what this adds.
//   commits store CONNECTION [SECONDS [LANES [CHANGES]]]   2,000 groups at once through the offset store, and one transaction a commit beside it
//   commits sockets HOST:PORT[,HOST:PORT] [SECONDS]         the same groups through gateways
//   commits idle HOST:PORT PID DASHBOARD-URL [GROUPS]        many groups that commit once, sleep, and commit again
switch (args[0])
{
    case "store":
        await StoreBench.RunAsync(args[1], Number(2, 10), Number(3, 0), Number(4, 0));
        break;
    case "sockets":
        await SocketBench.RunAsync(args[1].Split(','), Number(2, 10));
        break;
    case "idle":
        await IdleBench.RunAsync(args[1], Number(2, 0), new Uri(args[3]), Number(4, 100_000));
        break;
    default:
        throw new ArgumentException($"no command '{args[0]}'; there are store, sockets, idle");
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
