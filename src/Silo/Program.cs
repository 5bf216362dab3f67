using System.CommandLine;
using KafkaGateway.Silo;

// Grains are handed over and clients get their answers within seconds; whatever hangs longer must not keep the process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await GatewayCommand.Create().Parse(args).InvokeAsync(invocation);
