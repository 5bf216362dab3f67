using KafkaGateway.SeaweedMq.Tests.Support;
using KafkaGateway.Storage.Tests.Contract;

namespace KafkaGateway.SeaweedMq.Tests.Contract;

public sealed class SeaweedRecordLogTests() : RecordLogContract(new SeaweedHost());

public sealed class SeaweedFencingTests() : FencingContract(new SeaweedHost());
