using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>What was found of a data set.</summary>
/// <param name="root">Its root.</param>
/// <param name="layout">coz, real-pairs or images.</param>
internal sealed class CheckReport(string root, string layout)
{
    private readonly List<(string Path, string Fault)> _faults = [];

    public List<CheckedScene> Scenes { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>The strict pairs of the index.</summary>
    public int Pairs { get; set; }

    public bool HasIndex { get; set; }

    public bool IsSound => _faults.Count == 0;

    public void Fault(string path, string fault) => _faults.Add((path, fault));

    public void Publish(IRunContext run)
    {
        foreach (var (_, fault) in _faults)
            run.Publish(new MessageEvent(fault, IsWarning: true));
        foreach (var warning in Warnings)
            run.Publish(new MessageEvent(warning, IsWarning: true));
        run.Publish(new TableEvent(
            $"{root}: {layout}{(HasIndex ? $", with an index and {Pairs} strict pairs" : "")}; {(IsSound ? "sound" : $"{_faults.Count} faults")}",
            ["half", "scenes", "images", "smallest", "largest", "scales"],
            [.. Scenes.GroupBy(scene => scene.Half).Select(Row)]));
    }

    public JsonObject ToJson() => new()
    {
        ["root"] = root,
        ["layout"] = layout,
        ["sound"] = IsSound,
        ["index"] = HasIndex,
        ["strict_pairs"] = Pairs,
        ["halves"] = new JsonObject([.. Scenes.GroupBy(scene => scene.Half).Select(half => KeyValuePair.Create<string, JsonNode?>(half.Key, Half(half)))]),
        ["scenes"] = new JsonArray([.. Scenes.Select(Scene)]),
        ["faults"] = new JsonArray([.. _faults.Select(fault => (JsonNode)new JsonObject { ["path"] = fault.Path, ["fault"] = fault.Fault })]),
        ["warnings"] = new JsonArray([.. Warnings.Select(warning => (JsonNode)warning)]),
    };

    private static JsonNode Half(IEnumerable<CheckedScene> scenes)
    {
        var scales = Scales(scenes);
        return new JsonObject
        {
            ["scenes"] = scenes.Count(),
            ["images"] = scenes.Sum(scene => scene.Images.Count),
            ["scale_min"] = scales.Count > 0 ? scales.Min() : null,
            ["scale_max"] = scales.Count > 0 ? scales.Max() : null,
        };
    }

    private JsonNode Scene(CheckedScene scene) => new JsonObject
    {
        ["scene"] = scene.Name,
        ["half"] = scene.Half,
        ["images"] = new JsonArray([.. scene.Images.Select(entry => (JsonNode)new JsonObject
        {
            ["path"] = Path.GetRelativePath(root, entry.Image.Path).Replace('\\', '/'),
            ["width"] = entry.Image.Size?.Width,
            ["height"] = entry.Image.Size?.Height,
            ["scale"] = entry.Scale is { } scale ? Math.Round(scale, 4) : null,
        })]),
    };

    private static IReadOnlyList<string> Row(IGrouping<string, CheckedScene> half)
    {
        var images = half.SelectMany(scene => scene.Images).Select(entry => entry.Image.Size).OfType<Toolkit.ImageSize>().ToList();
        var scales = Scales(half);
        return
        [
            half.Key, half.Count().ToString(CultureInfo.InvariantCulture), half.Sum(scene => scene.Images.Count).ToString(CultureInfo.InvariantCulture),
            images.Count > 0 ? Show(images.MinBy(size => (long)size.Width * size.Height)) : "-",
            images.Count > 0 ? Show(images.MaxBy(size => (long)size.Width * size.Height)) : "-",
            scales.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{scales.Min():0.##} to {scales.Max():0.##}") : "-",
        ];
    }

    // The coarsest image of a scene has scale 1 against itself: no pair.
    private static List<double> Scales(IEnumerable<CheckedScene> scenes) =>
        [.. scenes.SelectMany(scene => scene.Images.Select(entry => entry.Scale).OfType<double>().Order().Skip(1))];

    private static string Show(Toolkit.ImageSize size) => string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}");
}
