using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Broker;

/// <summary>Makes SeaweedMQ topics.</summary>
internal sealed class PhysicalTopics(SeaweedCluster cluster, Channels channels, SeaweedMqOptions options)
{
    private int _next = Random.Shared.Next(1 << 20);

    /// <summary>The brokers that there are.</summary>
    /// <exception cref="StorageException">None.</exception>
    public ValueTask<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken) => cluster.FindBrokersAsync(cancellationToken);

    /// <summary>Makes a topic on one of the brokers; one that is there already is taken as it is.</summary>
    /// <exception cref="StorageException">No broker makes it.</exception>
    public async ValueTask<PhysicalTopic> MakeAsync(string name, CancellationToken cancellationToken)
    {
        var brokers = await cluster.FindBrokersAsync(cancellationToken);
        var broker = brokers[Interlocked.Increment(ref _next) % brokers.Count];
        var topic = new Topic { Namespace = options.Namespace, Name = name };
        try
        {
            var client = new SeaweedMessaging.SeaweedMessagingClient(channels.To(broker));
            var made = await client.ConfigureTopicAsync(
                new ConfigureTopicRequest { Topic = topic, PartitionCount = 1 },
                new CallOptions(deadline: DateTime.UtcNow + options.CallTimeout, cancellationToken: cancellationToken));
            if (made.BrokerPartitionAssignments is not [{ Partition: { } partition } assignment])
                throw new StorageException($"The broker {broker} made {name} with {made.BrokerPartitionAssignments.Count} partitions instead of one");
            return new PhysicalTopic(
                options.Namespace,
                name,
                assignment.LeaderBroker.Length > 0
                    ? assignment.LeaderBroker
                    : throw new StorageException($"The broker {broker} has just started and made {name} without a leader"),
                partition.RingSize,
                partition.RangeStart,
                partition.RangeStop,
                partition.UnixTimeNs);
        }
        catch (RpcException failure)
        {
            throw new StorageException($"The broker {broker} does not make {name}: {failure.Status.Detail}", failure);
        }
    }

    /// <summary>
    /// Completes if the broker knows that it leads the topic. A broker that has just started does not, and remembers that for half a minute if it is
    /// asked to publish; this question it always answers afresh.
    /// </summary>
    /// <exception cref="StorageException">It does not know yet, or there is no answer.</exception>
    public async Task CheckLeaderAsync(PhysicalTopic topic, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await new SeaweedMessaging.SeaweedMessagingClient(channels.To(topic.Broker)).GetTopicConfigurationAsync(
                new GetTopicConfigurationRequest { Topic = topic.Topic },
                new CallOptions(deadline: DateTime.UtcNow + options.CallTimeout, cancellationToken: cancellationToken));
            if (!configuration.BrokerPartitionAssignments.Any(assignment => assignment.Partition.Equals(topic.Partition) && assignment.LeaderBroker == topic.Broker))
                throw new StorageException($"The broker {topic.Broker} does not know yet that it leads {topic.Name}");
        }
        catch (RpcException failure)
        {
            throw new StorageException($"The broker {topic.Broker} does not answer: {failure.Status.Detail}", failure);
        }
    }
}
