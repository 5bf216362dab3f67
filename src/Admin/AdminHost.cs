using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin;

/// <summary>Makes commands of actions, and runs them: chooses the action, checks that its options fit, and tells failures in one line.</summary>
internal sealed class AdminHost(CommonOptions common, Terminal terminal)
{
    private const int Ok = 0;
    private const int Failed = 1;

    /// <summary>A command of one or more actions, of which exactly one is to be given.</summary>
    public Command Create(string name, string description, params CommandAction[] actions)
    {
        var command = new Command(name, description);
        var flags = actions.Select(action => action.Flag).OfType<Option>();
        foreach (var option in flags.Concat(actions.SelectMany(action => action.Options)).Distinct())
            command.Options.Add(option);
        command.SetAction((asked, stop) => RunAsync(asked, actions, stop));
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CommandAction[] actions, CancellationToken stop)
    {
        try
        {
            var action = Choose(asked, actions);
            using var session = common.Start(asked, terminal, stop);
            await action.RunAsync(session);
            return session.HasFailed ? Failed : Ok;
        }
        catch (IOException closed) when (Terminal.IsClosedByReader(closed))
        {
            return Ok;
        }
        catch (Exception failure) when (failure is AdminException or IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"error: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("stopped");
            return Failed;
        }
    }

    private static CommandAction Choose(ParseResult asked, CommandAction[] actions)
    {
        var given = actions.Where(action => action.Flag is null || asked.IsGiven(action.Flag)).ToList();
        if (given.Count != 1)
            throw new AdminException($"give exactly one of {string.Join(", ", actions.Select(action => action.Flag!.Name))}");
        var name = given[0].Flag?.Name ?? asked.CommandResult.Command.Name;
        if (given[0].Needs.FirstOrDefault(option => !asked.IsGiven(option)) is { } missing)
            throw new AdminException($"{name} needs {missing.Name}");
        var others = actions.SelectMany(action => action.Options).Except(given[0].Options);
        if (others.FirstOrDefault(option => asked.IsGiven(option)) is { } useless)
            throw new AdminException($"{name} takes no {useless.Name}");
        return given[0];
    }
}
