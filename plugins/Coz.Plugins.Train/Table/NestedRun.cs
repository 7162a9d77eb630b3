using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>One training of a run that has several: a folder in the run's, and names that say whose the events are.</summary>
internal sealed class NestedRun : IRunContext
{
    private readonly IRunContext _outer;
    private readonly string _name;

    public NestedRun(IRunContext outer, string name)
    {
        (_outer, _name) = (outer, name);
        Folder = Directory.CreateDirectory(Path.Combine(outer.Folder, name)).FullName;
    }

    /// <inheritdoc/>
    public string Folder { get; }

    /// <inheritdoc/>
    public int Seed => _outer.Seed;

    /// <inheritdoc/>
    public string Device => _outer.Device;

    /// <inheritdoc/>
    public void Publish(RunEvent runEvent) => _outer.Publish(runEvent switch
    {
        ScalarEvent scalar => scalar with { Name = $"{_name}/{scalar.Name}" },
        MessageEvent message => message with { Text = $"{_name}: {message.Text}" },
        FaultEvent fault => fault with { Text = $"{_name}: {fault.Text}" },
        ArtefactEvent artefact => artefact with { Name = $"{_name}: {artefact.Name}", Path = Path.Combine(_name, artefact.Path) },
        ImageEvent image => image with { Name = $"{_name}: {image.Name}", Path = Path.Combine(_name, image.Path) },
        _ => runEvent,
    });

    /// <inheritdoc/>
    public ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken) => _outer.WaitWhilePausedAsync(cancellationToken);
}
