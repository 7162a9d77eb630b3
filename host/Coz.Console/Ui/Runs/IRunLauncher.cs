namespace Coz.Console.Ui.Runs;

/// <summary>Starts experiments, and finds those that were started before.</summary>
internal interface IRunLauncher
{
    /// <summary>Starts an experiment.</summary>
    /// <param name="experimentPath">Its file, absolute.</param>
    /// <returns>The run, to be followed; owned by the caller.</returns>
    /// <exception cref="Contracts.CozException">It cannot be started.</exception>
    IRunSource Start(string experimentPath);

    /// <summary>Finds the newest run of an experiment, whoever started it.</summary>
    /// <param name="runName">The name of its folder under runs/.</param>
    /// <returns>The run; null if there is none. Owned by the caller.</returns>
    IRunSource? FindLast(string runName);
}
