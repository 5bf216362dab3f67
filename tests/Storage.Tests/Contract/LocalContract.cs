using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

public sealed class LocalRecordLogTests() : RecordLogContract(new LocalHost());

public sealed class LocalRetentionTests() : RetentionContract(new LocalHost());

public sealed class LocalFencingTests() : FencingContract(new LocalHost());

public sealed class LocalModelTests() : ModelContract(new LocalHost());

/// <summary>Everything again with nothing kept in memory and hardly a file open.</summary>
public sealed class UncachedRecordLogTests() : RecordLogContract(new LocalHost { Options = LocalHost.Uncached });

public sealed class UncachedRetentionTests() : RetentionContract(new LocalHost { Options = LocalHost.Uncached });

public sealed class UncachedModelTests() : ModelContract(new LocalHost { Options = LocalHost.Uncached });

public sealed class LocalStateStoreTests() : StateStoreContract(new LocalHost());

public sealed class LocalOffsetStoreTests() : OffsetStoreContract(new LocalHost());

/// <summary>Two engines over one folder, as two processes of one machine have it.</summary>
public sealed class SharedRecordLogTests() : RecordLogContract(new SharedHost());

public sealed class SharedRetentionTests() : RetentionContract(new SharedHost());

public sealed class SharedFencingTests() : FencingContract(new SharedHost());

public sealed class SharedModelTests() : ModelContract(new SharedHost());

/// <summary>An earlier owner who has nothing in memory reads files that a later one deletes.</summary>
public sealed class UncachedSharedFencingTests() : FencingContract(new SharedHost { Options = LocalHost.Uncached });
