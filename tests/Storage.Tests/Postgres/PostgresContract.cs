using KafkaGateway.Storage.Tests.Contract;

namespace KafkaGateway.Storage.Tests.Postgres;

[Collection(OnPostgres.Name)]
public sealed class PostgresOffsetStoreTests(PostgresFixture postgres) : OffsetStoreContract(new PostgresHost(postgres));
