using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Parts;
using Coz.Host.Plugins;
using Coz.Host.Runs;

namespace Coz.Host;

/// <summary>The host as its callers see it: plugins, parts, experiments, runs. Nothing is loaded before it is asked for.</summary>
public sealed class CozHost
{
    /// <summary>Finds the plugins.</summary>
    /// <param name="settings">Where to look.</param>
    public CozHost(HostSettings settings)
    {
        Settings = settings;
        Catalog = new PluginCatalog(settings);
        Parts = new PartFactory(Catalog);
        Runner = new TaskRunner(settings, Catalog, Parts);
    }

    /// <summary>Where it looks.</summary>
    public HostSettings Settings { get; }

    /// <summary>The plugins.</summary>
    public PluginCatalog Catalog { get; }

    /// <summary>The parts.</summary>
    public PartFactory Parts { get; }

    /// <summary>Runs experiments.</summary>
    public TaskRunner Runner { get; }

    /// <summary>Finds runs.</summary>
    public RunIndex Runs => new(Settings.Root);

    /// <summary>Reads, layers and expands an experiment; binds nothing.</summary>
    /// <param name="path">Its file; null for one made of settings alone.</param>
    /// <param name="settings">The --set arguments.</param>
    /// <returns>One tree a combination of its matrix, and the keys that were dropped since another plugin was named.</returns>
    public static (IReadOnlyList<(ConfigNode Root, string Choice)> Roots, IReadOnlyList<string> Dropped) Resolve(string? path, IEnumerable<string> settings)
    {
        var dropped = new List<string>();
        return (ExperimentMatrix.Expand(ExperimentLayers.Read(path, settings, dropped)), dropped);
    }

    /// <summary>Reads and binds an experiment.</summary>
    /// <param name="path">Its file; null for one made of settings alone.</param>
    /// <param name="settings">The --set arguments.</param>
    /// <param name="defaultName">Its name if neither it nor its file says one.</param>
    /// <returns>One experiment a combination of its matrix.</returns>
    public IReadOnlyList<Experiment> Bind(string? path, IEnumerable<string> settings, string defaultName = "experiment")
    {
        var name = path is null ? defaultName : Path.GetFileNameWithoutExtension(path);
        return [.. Resolve(path, settings).Roots.Select(root => new ExperimentBinder(Parts).Bind(root.Root, name))];
    }

    /// <summary>Binds the experiment of a run that has been before.</summary>
    /// <param name="run">The run's folder.</param>
    /// <returns>The experiment, as it was.</returns>
    /// <exception cref="Coz.Contracts.CozException">The folder holds no whole experiment, or it can no longer be bound.</exception>
    public Experiment BindStored(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new ExperimentBinder(Parts).Bind(StoredExperiment.Read(run), Path.GetFileName(Path.GetDirectoryName(run.Path)!));
    }
}
