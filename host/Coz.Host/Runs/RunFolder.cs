using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Experiments;

namespace Coz.Host.Runs;

/// <summary>The folder of a run: runs/&lt;experiment&gt;/&lt;id&gt;/, and the names of the host's files in it.</summary>
/// <param name="path">The folder, absolute.</param>
public sealed class RunFolder(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder, absolute.</summary>
    public string Path { get; } = path;

    /// <summary>The run's id.</summary>
    public string Id => System.IO.Path.GetFileName(Path);

    /// <summary>The events, one JSON object a line.</summary>
    public string Events => File("events.jsonl");

    /// <summary>The lock: who runs it, and its heartbeat.</summary>
    public string Lock => File("run.lock");

    /// <summary>The control file: stop, pause or resume.</summary>
    public string Control => File("control");

    /// <summary>The resolved experiment.</summary>
    public string ExperimentFile => File("experiment.json");

    /// <summary>The folder of each of the experiment's values, against which its relative paths resolve.</summary>
    public string OriginsFile => File("origins.json");

    /// <summary>What it ran on.</summary>
    public string EnvironmentFile => File("environment.json");

    /// <summary>The file that <see cref="Hold"/> keeps open.</summary>
    public string HoldFile => File("run.hold");

    /// <summary>The result, as --json prints it.</summary>
    public string ResultFile => File("result.json");

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="runs">The folder of all runs.</param>
    /// <param name="experiment">The experiment.</param>
    /// <returns>The folder, with the resolved experiment in it.</returns>
    /// <exception cref="CozException">It cannot be made.</exception>
    public static RunFolder Create(string runs, Experiment experiment)
    {
        try
        {
            var parent = Directory.CreateDirectory(System.IO.Path.Combine(runs, experiment.Name)).FullName;
            for (var attempt = 0; ; attempt++)
            {
                var id = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + (attempt == 0 ? "" : $"-{attempt + 1}");
                var folder = new RunFolder(System.IO.Path.Combine(parent, id));
                if (!folder.TryClaim())
                    continue;
                StoredExperiment.Write(folder, experiment.Root);
                return folder;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"The run's folder cannot be made in {runs}: {e.Message}", e);
        }
    }

    /// <summary>Takes the folder of a run that has ended, so that it can go on there.</summary>
    /// <returns>What <see cref="Hold"/> gives.</returns>
    /// <exception cref="UsageException">The run has not ended.</exception>
    public IDisposable Reclaim()
    {
        var hold = Hold();
        try
        {
            if (RunLock.IsHeld(this))
                throw GoesOn();
            System.IO.File.Delete(Lock);
            System.IO.File.Delete(Control);
            using var claim = new FileStream(Lock, FileMode.CreateNew);
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Keeps every other process of this machine from running here. The lock says who does; of two that see it stale at once, this lets one in.</summary>
    /// <returns>Lets go when it is disposed; a kill lets go too.</returns>
    /// <exception cref="UsageException">Another process holds it.</exception>
    public IDisposable Hold()
    {
        try
        {
            return new FileStream(HoldFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RunLock.IsHeld(this) ? GoesOn() : GoesOn(e);
        }
    }

    /// <summary>Where a process that takes the run up says what it runs on: environment.json, environment-2.json after a resume, and so on.</summary>
    /// <returns>The first of them that is not there yet.</returns>
    public string NextEnvironmentFile() => Enumerable.Range(2, int.MaxValue - 2).Select(number => File($"environment-{number}.json")).Prepend(EnvironmentFile).First(file => !System.IO.File.Exists(file));

    /// <summary>Writes one of the run's JSON files, whole or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="json">What to write.</param>
    public static void Write(string file, JsonNode json) => WholeFile.Write(file, json.ToJsonString(Indented) + "\n");

    private UsageException GoesOn(Exception? cause = null) =>
        new($"The run {Path} goes on already, in another process{(cause is null ? "" : $", or cannot be written ({FirstLine.Of(cause)})")}: follow it there, or stop it with 'coz runs stop {Id}'.");

    private bool TryClaim()
    {
        // A run that has ended within this second holds no lock any more, and keeps its folder.
        if (Directory.Exists(Path))
            return false;
        Directory.CreateDirectory(Path);
        try
        {
            using var claim = new FileStream(Lock, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (System.IO.File.Exists(Lock))
        {
            return false;
        }
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
