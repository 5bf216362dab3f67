using KafkaGateway.Standalone.Cli;

return await NodeCommand.Create().Parse(args).InvokeAsync();
