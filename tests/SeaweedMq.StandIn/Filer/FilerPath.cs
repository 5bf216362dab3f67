namespace KafkaGateway.SeaweedMq.StandIn.Filer;

internal static class FilerPath
{
    public static string Join(string directory, string name) => directory.TrimEnd('/') + "/" + name;

    public static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public static (string Directory, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return (slash <= 0 ? "/" : path[..slash], path[(slash + 1)..]);
    }
}
