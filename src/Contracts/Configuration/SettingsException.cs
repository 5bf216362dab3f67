namespace KafkaGateway.Contracts.Configuration;

/// <summary>Settings that a node cannot start with. The message names every one of them, what is wrong and what is allowed.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>With everything that is wrong, one line each.</summary>
    public SettingsException(IReadOnlyList<string> errors) : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>With one thing that is wrong.</summary>
    public SettingsException(string message) : this([message]) { }

    /// <summary>With one thing that is wrong, and its cause.</summary>
    public SettingsException(string message, Exception inner) : base(message, inner) => Errors = [message];

    /// <summary>Without a message; kept for the exception pattern.</summary>
    public SettingsException() => Errors = [];

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
