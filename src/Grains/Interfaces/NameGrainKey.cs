namespace KafkaGateway.Grains.Interfaces;

/// <summary>
/// A topic's or a group's name as a grain key. Clients may ask for any name, and Orleans takes no key that is empty or blank: those get a mark
/// before them, and so do names that begin with the mark.
/// </summary>
internal static class NameGrainKey
{
    private const char Mark = '/';

    public static string Of(string name) => string.IsNullOrWhiteSpace(name) || name[0] == Mark ? Mark + name : name;

    public static string Parse(string key) => key[0] == Mark ? key[1..] : key;
}
