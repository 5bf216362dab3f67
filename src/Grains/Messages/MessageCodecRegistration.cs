using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Serializers;

namespace KafkaGateway.Grains.Messages;

/// <summary>Makes a silo or a client speak our messages.</summary>
internal static class MessageCodecRegistration
{
    // Stands for the codec's name in every message. Any number that Orleans does not use, for ever the same.
    private const uint TypeId = 0x6b61666b;

    /// <param name="services">Where to.</param>
    /// <param name="messages">What the process understands; null for all of this version.</param>
    public static IServiceCollection AddMessageCodec(this IServiceCollection services, IReadOnlyList<RelayedMessage>? messages = null) => services
        .AddSingleton(new MessageCodec(new RelayedMessages(messages ?? RelayedMessages.All)))
        .AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<MessageCodec>())
        .AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<MessageCodec>())
        .AddSingleton<ITypeFilter>(provider => provider.GetRequiredService<MessageCodec>())
        // What went wrong with storage reaches whoever asked, the driver's own exception included.
        .Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedExceptionTypeFilter = _ => true)
        .Configure<TypeManifestOptions>(types => types.WellKnownTypeIds[TypeId] = typeof(MessageCodec));
}
