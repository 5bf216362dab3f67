using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin;

/// <summary>Shorthand for options, and for choices among them.</summary>
internal static class OptionGroup
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    public static Option<string[]> Texts(string name, string helpName, string description) =>
        new(name) { Description = $"{description} May be given more than once.", HelpName = helpName };

    public static Option<T?> Number<T>(string name, string helpName, string description)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = given => Number<T>(name, given),
        };

    /// <summary>Whether the command line names the option, with or without a value.</summary>
    public static bool IsGiven(this ParseResult asked, Option option) => asked.GetResult(option) is OptionResult { Implicit: false };

    /// <summary>The one flag among some that was given; null for none.</summary>
    /// <exception cref="AdminException">There are several.</exception>
    public static Option<bool>? OneOf(this Session session, params Option<bool>[] flags)
    {
        var given = flags.Where(session.Get).ToList();
        return given.Count < 2 ? given.FirstOrDefault() : throw new AdminException($"{given[0].Name} and {given[1].Name} exclude each other");
    }

    /// <summary>What --property and the like say: NAME=VALUE each, the names being among those that are known.</summary>
    public static IReadOnlyDictionary<string, string> Properties(string option, IEnumerable<string>? given, IReadOnlyCollection<string> known)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new AdminException($"{option} '{text}' is not NAME=VALUE");
            var name = text[..equals];
            if (!known.Contains(name))
                throw new AdminException($"{option} '{name}' is not known; known are {string.Join(", ", known)}");
            properties[name] = text[(equals + 1)..];
        }

        return properties;
    }

    private static T? Number<T>(string name, ArgumentResult given)
        where T : struct, IBinaryInteger<T>
    {
        var text = given.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        given.AddError($"{name} '{text}' is not a whole number, or too large.");
        return null;
    }
}
