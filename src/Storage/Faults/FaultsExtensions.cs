namespace KafkaGateway.Storage.Faults;

internal static class FaultsExtensions
{
    public static async ValueTask<T> AroundAsync<T>(
        this IFaults faults, StorageCall call, string target, Func<ValueTask<T>> apply, CancellationToken cancellationToken)
    {
        await faults.BeforeAsync(call, target, cancellationToken);
        var result = await apply();
        await faults.AfterAsync(call, target, cancellationToken);
        return result;
    }

    public static async ValueTask AroundAsync(
        this IFaults faults, StorageCall call, string target, Func<ValueTask> apply, CancellationToken cancellationToken)
    {
        await faults.BeforeAsync(call, target, cancellationToken);
        await apply();
        await faults.AfterAsync(call, target, cancellationToken);
    }
}
