using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Writes what Read and Write begin with: the check of the version, and the variable "flexible" where one is used.</summary>
internal static class MethodStart
{
    public static void Emit(CodeWriter code, Message message, Struct value, bool isRoot)
    {
        if (isRoot)
        {
            code.Line("if (version is < LowestVersion or > HighestVersion)");
            code.Line($"    throw ProtocolException.NoSuchVersion(\"{value.ClassName}\", version);");
        }

        if (Versions.Flexible(value.Versions, message.FirstFlexible) == "flexible")
            code.Line("var flexible = version >= FirstFlexibleVersion;");
    }
}
