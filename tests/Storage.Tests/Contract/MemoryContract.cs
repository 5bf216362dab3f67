using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

public sealed class MemoryRecordLogTests() : RecordLogContract(new MemoryHost());

public sealed class MemoryRetentionTests() : RetentionContract(new MemoryHost());

public sealed class MemoryStateStoreTests() : StateStoreContract(new MemoryHost());

public sealed class MemoryOffsetStoreTests() : OffsetStoreContract(new MemoryHost());

public sealed class MemoryFencingTests() : FencingContract(new MemoryHost());

public sealed class MemoryModelTests() : ModelContract(new MemoryHost());
