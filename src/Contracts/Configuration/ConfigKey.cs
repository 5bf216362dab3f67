using System.Diagnostics.CodeAnalysis;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>A setting whose values are <typeparamref name="T"/>: the key to read it by.</summary>
/// <typeparam name="T">bool, string, int, short, long, double, a list of strings; nullable where the setting has no default.</typeparam>
public sealed class ConfigKey<T> : ConfigDefinition
{
    private readonly ConfigRule _rule;

    internal ConfigKey(string name, ConfigType type, T @default, ConfigRule? rule, string documentation, ConfigUpdate update)
        : base(name, type, documentation, update)
    {
        Default = @default;
        DefaultValue = @default;
        _rule = rule ?? ConfigRule.Any;
    }

    /// <summary>Its value where nothing is set.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override string? DefaultText => ConfigText.Format(Default);

    /// <inheritdoc/>
    public override string? Allowed => _rule.Allowed;

    internal override object? DefaultValue { get; }

    /// <summary>Parses a text as Kafka does, blanks around it ignored.</summary>
    public bool TryParse(string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? error)
    {
        var valid = TryParseBoxed(text, out var boxed, out error);
        value = valid ? (T)boxed! : default;
#pragma warning disable CS8762 // TryParseBoxed gives an error exactly where it fails.
        return valid;
#pragma warning restore CS8762
    }

    internal override bool TryParseBoxed(string text, out object? value, out string? error)
    {
        var problem = ConfigText.TryParse(Type, text, out value) ?? _rule.Check(value!);
        error = problem is null ? null : $"Invalid value {text} for configuration {Name}: {problem}";
        return problem is null;
    }
}
