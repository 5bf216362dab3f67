using System.Collections.Concurrent;
using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Filer;

/// <summary>Tells logs of new and grown files in their folders, through one subscription for all of them.</summary>
internal sealed class FilerEvents : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, Action<FilerEntry>> _listeners = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly FilerClient _filer;
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Task _running;

    public FilerEvents(FilerClient filer, string folder, ILogger logger)
    {
        (_filer, _folder, _logger) = (filer, folder, logger);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Listens to a folder until the result is disposed of. May be called back from any thread.</summary>
    public IDisposable Listen(string folder, Action<FilerEntry> listener)
    {
        _listeners[folder] = listener;
        return new Listening(() => _listeners.TryRemove(new(folder, listener)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var sinceNs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var changes = await _filer.SubscribeAsync(_folder, sinceNs, _stopping.Token);
                await foreach (var change in changes.ResponseStream.ReadAllAsync(_stopping.Token))
                {
                    sinceNs = Math.Max(sinceNs, change.TsNs);
                    if (change.EventNotification?.NewEntry is { } entry && _listeners.TryGetValue(change.Directory, out var listener))
                        listener(FilerEntry.Of(entry));
                }
            }
            catch (Exception failure) when (failure is RpcException or StorageException or OperationCanceledException)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                SeaweedMqLog.EventsBroken(_logger, failure.Message);
            }

            await Task.Delay(RetryAfter, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
