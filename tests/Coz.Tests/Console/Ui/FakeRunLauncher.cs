using Coz.Console.Ui.Runs;
using Coz.Contracts;

namespace Coz.Tests.Ui;

/// <summary>Starts nothing: its runs say what the test lets them say.</summary>
internal sealed class FakeRunLauncher : IRunLauncher
{
    /// <summary>The experiments that were started, and their runs.</summary>
    public List<(string Experiment, FakeRunSource Run)> Started { get; } = [];

    /// <summary>Runs that are found at the start, by the experiment's run name.</summary>
    public Dictionary<string, FakeRunSource> Earlier { get; } = [];

    /// <summary>Why nothing can be started; null if all can.</summary>
    public string? Refusal { get; set; }

    public IRunSource Start(string experimentPath)
    {
        if (Refusal is not null)
            throw new CozException(Refusal);
        var run = new FakeRunSource();
        Started.Add((Path.GetFileName(experimentPath), run));
        return run;
    }

    public IRunSource? FindLast(string runName) => Earlier.GetValueOrDefault(runName);
}
