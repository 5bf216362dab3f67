namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// Runs later turns of one actor. The host makes one for each actor and runs what is scheduled as it runs the actor's calls: never beside
/// another turn of the same actor.
/// </summary>
public interface ITurnScheduler
{
    /// <summary>Runs a turn once, at the due time or later.</summary>
    /// <param name="due">From now on, by the clock that the host also gave the actor; zero or less for as soon as possible.</param>
    /// <param name="turn">What to run. It handles its own failures.</param>
    /// <returns>Disposing it takes the turn back if it has not begun; disposing it later is no error.</returns>
    IDisposable Schedule(TimeSpan due, Func<ValueTask> turn);
}
