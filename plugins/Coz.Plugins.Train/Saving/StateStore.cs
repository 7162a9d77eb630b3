using System.Globalization;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Train;

/// <summary>The states of a run: state/step-N.safetensors in its folder. The last two are kept, and an older one goes only when a newer one has been read back.</summary>
internal sealed class StateStore(IRunContext run)
{
    private const string Folder = "state";
    private const string Prefix = "step-";
    private const string Ending = ".safetensors";
    private const int Kept = 2;

    private readonly string _folder = Path.Combine(run.Folder, Folder);

    /// <summary>Writes a state and lets go of those that are no longer needed.</summary>
    /// <exception cref="CozException">It cannot be written: the older ones are all there.</exception>
    public void Write(TrainingState state)
    {
        StateFile.Write(state, Path.Combine(_folder, FormattableString.Invariant($"{Prefix}{state.Step:D10}{Ending}")));
        foreach (var (_, path) in Files().Skip(Kept))
            File.Delete(path);
    }

    /// <summary>The newest state that is sound.</summary>
    /// <returns>The state, and what owns its tensors; null for a run that starts.</returns>
    /// <exception cref="CozException">There are states, and none is sound.</exception>
    public (TrainingState State, SafetensorsContent Content)? ReadNewest()
    {
        Sweep();
        CozException? last = null;
        foreach (var (_, path) in Files())
        {
            try
            {
                return StateFile.Read(path);
            }
            catch (CozException e)
            {
                last = e;
                run.Publish(new MessageEvent($"{e.Message} The state before it is tried.", IsWarning: true));
            }
        }

        return last is null ? null : throw new CozException($"No state in {_folder} can be read. Start a new run, with 'init' set to its last checkpoint.", last);
    }

    private IReadOnlyList<(long Step, string Path)> Files() => !Directory.Exists(_folder) ? [] :
    [
        .. from path in Directory.EnumerateFiles(_folder, Prefix + "*" + Ending)
           let number = Path.GetFileNameWithoutExtension(path)[Prefix.Length..]
           where number.All(char.IsAsciiDigit)
           let step = long.Parse(number, CultureInfo.InvariantCulture)
           orderby step descending
           select (step, path),
    ];

    // What a killed run was writing.
    private void Sweep()
    {
        foreach (var folder in new[] { _folder, Path.Combine(run.Folder, Checkpoints.Folder) }.Where(Directory.Exists))
        {
            foreach (var temporary in Directory.EnumerateFiles(folder, "*.tmp"))
                File.Delete(temporary);
        }
    }
}
