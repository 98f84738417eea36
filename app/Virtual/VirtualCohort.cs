namespace ClosedLoop.App;

/// <summary>The same experiment on many virtual subjects.</summary>
internal static class VirtualCohort
{
    /// <summary>Runs one session a seed; the seed decides subject and order of trials, and nothing else differs.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="firstSeed">The first seed; the others follow one by one.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">Sessions side by side; each runs on one thread, and finds the same without the others.</param>
    /// <returns>The results in the order of the seeds.</returns>
    /// <exception cref="RefusedException">The experiment cannot be run on a virtual subject.</exception>
    public static IReadOnlyList<VirtualSessionResult> Run(Experiment experiment, long firstSeed, int count, int threads)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var results = new VirtualSessionResult[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, index =>
            results[index] = One(experiment, firstSeed + index));
        return results;
    }

    /// <summary>Runs the session of one seed.</summary>
    public static VirtualSessionResult One(Experiment experiment, long seed, SessionPlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var seeded = experiment with { Seed = seed };
        using var session = new VirtualSession(seeded, VirtualSubjects.For(seeded, seed), place);
        return session.Run();
    }
}
