using System.Buffers;
using KafkaGateway.Protocol;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace KafkaGateway.Grains.Messages;

/// <summary>
/// Takes every message of <see cref="RelayedMessages"/> between processes in its own encoding: number, version, octets. Inside a process a message
/// is handed over as it is: whoever sends or answers one gives it away.
/// </summary>
/// <remarks>
/// Record bytes are copied once into the sender's output and once out of the receiver's input, where they become one array that the message's
/// slices refer to. Fields carry this class as their type, whichever message they hold, because Orleans keeps one adapted codec for it.
/// </remarks>
internal sealed class MessageCodec(RelayedMessages messages) : IGeneralizedCodec, IGeneralizedCopier, ITypeFilter
{
    [ThreadStatic]
    private static KafkaWriter? s_writer;

    public bool IsSupportedType(Type type) => type == typeof(MessageCodec) || messages.Contains(type);

    public bool? IsTypeAllowed(Type type) => IsSupportedType(type) ? true : null;

    public object? DeepCopy(object? input, CopyContext context) => input;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value))
            return;
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(MessageCodec), WireType.LengthPrefixed);
        var message = (IKafkaMessage)value;
        var relayed = messages.Of(message);
        var octets = s_writer ??= new KafkaWriter();
        try
        {
            Encode(octets, relayed, message);
            writer.WriteVarUInt32((uint)octets.Length);
            foreach (var piece in octets.GetPieces())
                writer.Write(piece.Span);
        }
        finally
        {
            octets.Reset();
        }
    }

    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.IsReference)
            return ReferenceCodec.ReadReference<object, TInput>(ref reader, field);
        field.EnsureWireType(WireType.LengthPrefixed);
        var message = Decode(reader.ReadBytes(reader.ReadVarUInt32()));
        ReferenceCodec.RecordObject(reader.Session, message);
        return message;
    }

    private static void Encode(KafkaWriter octets, RelayedMessage relayed, IKafkaMessage message)
    {
        var version = relayed.VersionOf(message);
        try
        {
            octets.WriteUnsignedVarint(relayed.Number);
            octets.WriteInt16(version);
            message.Write(octets, version);
        }
        catch (ProtocolException cause)
        {
            throw new NotRelayedException($"{relayed.Type.Name} cannot be written in version {version}: {cause.Message}", cause);
        }
    }

    private IKafkaMessage Decode(byte[] octets)
    {
        // The other process is one of ours: how much it may send is limited, what that holds is not.
        var reader = new KafkaReader(octets, int.MaxValue);
        try
        {
            var relayed = messages.Numbered(reader.ReadUnsignedVarint());
            var version = reader.ReadInt16();
            var message = relayed.Create();
            message.Read(ref reader, version);
            return message;
        }
        catch (ProtocolException cause)
        {
            throw new NotRelayedException($"what another process sent cannot be read: {cause.Message}", cause);
        }
    }
}
