using System.Globalization;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Train;

/// <summary>
/// The states of a run: state/step-N.safetensors in its folder. The last two sound ones are kept, and an older one goes only when a newer
/// one has been read back; one that is found damaged is set aside under another name.
/// </summary>
internal sealed class StateStore(IRunContext run)
{
    private const string Folder = "state";
    private const string Prefix = "step-";
    private const string Ending = ".safetensors";
    private const string Damaged = ".damaged";
    private const int Kept = 2;

    private readonly string _folder = Path.Combine(run.Folder, Folder);

    /// <summary>Whether there is one to go on from, sound or not.</summary>
    public bool HasAny => Has(run.Folder);

    /// <summary>The same of the run in a folder.</summary>
    public static bool Has(string runFolder) => Files(Path.Combine(runFolder, Folder)).Count > 0;

    /// <summary>Writes a state and lets go of those that are no longer needed.</summary>
    /// <exception cref="CozException">It cannot be written: the older ones are all there.</exception>
    public void Write(TrainingState state)
    {
        StateFile.Write(state, Path.Combine(_folder, FormattableString.Invariant($"{Prefix}{state.Step:D10}{Ending}")));
        foreach (var (_, path) in Files(_folder).Skip(Kept))
            File.Delete(path);
    }

    /// <summary>The newest state that is sound.</summary>
    /// <returns>The state, and what owns its tensors; null for a run that starts.</returns>
    /// <exception cref="CozException">There are states, and none is sound.</exception>
    public (TrainingState State, SafetensorsContent Content)? ReadNewest()
    {
        Sweep();
        CozException? last = null;
        var damaged = new List<string>();
        foreach (var (_, path) in Files(_folder))
        {
            try
            {
                var state = StateFile.Read(path);

                // Only now: where none is sound, the run must not begin anew without a word.
                damaged.ForEach(other => File.Move(other, other + Damaged, overwrite: true));
                return state;
            }
            catch (CozException e)
            {
                last = e;
                damaged.Add(path);
                run.Publish(new MessageEvent($"{e.Message} The state before it is tried.", IsWarning: true));
            }
        }

        return last is null ? null : throw new CozException($"No state in {_folder} can be read. Start a new run, with 'init' set to its last checkpoint.", last);
    }

    private static IReadOnlyList<(long Step, string Path)> Files(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. from path in Directory.EnumerateFiles(folder, Prefix + "*" + Ending)
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
