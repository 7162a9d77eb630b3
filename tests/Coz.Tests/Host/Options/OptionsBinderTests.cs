using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Options;
using Coz.Host.Parts;

namespace Coz.Tests.Host.Options;

[TestFixture]
public sealed class OptionsBinderTests
{
    public enum Kernel
    {
        MatlabBicubic,
        Box,
    }

    [Test]
    public void Every_type_of_option_is_read()
    {
        var options = Bind("""{ "scales": [2, 2.5], "kernel": "matlab-bicubic", "is_on": true, "count": 7, "inner": { "count": 8 }, "part": { "name": "wide", "width": 3 }, "label": null }""");

        Assert.That(options.Scales, Is.EqualTo(new[] { 2, 2.5 }));
        Assert.That(options.Kernel, Is.EqualTo(Kernel.MatlabBicubic));
        Assert.That((options.IsOn, options.Count, options.Inner!.Count, options.Label), Is.EqualTo((true, 7, 8, (string?)null)));
        Assert.That(options.Part, Is.EqualTo(new Part<Tool>("wide", new WideOptions { Width = 3 })));
    }

    [Test]
    public void A_scalar_with_commas_is_a_list_where_the_option_is_one() =>
        Assert.That(Bind("""{ "scales": "2,2.7, 4" }""").Scales, Is.EqualTo(new[] { 2, 2.7, 4 }));

    [Test]
    public void A_name_alone_chooses_a_part_with_its_defaults() =>
        Assert.That(Bind("""{ "part": "wide" }""").Part, Is.EqualTo(new Part<Tool>("wide", new WideOptions())));

    [Test]
    public void An_unknown_key_is_named_with_its_origin_and_the_nearest_legal_one()
    {
        Assert.That(Faults("""{ "scale": [2] }""").Single(), Is.EqualTo("task:scale (test.json) is no option; did you mean 'scales'? Legal: count, inner, is_on, kernel, label, name, part, root, scales"));
        Assert.That(Faults("""{ "part": { "name": "wide", "with": 3 } }""").Single(), Does.StartWith("task:part:with (test.json) is no option; did you mean 'width'?"));
    }

    [Test]
    public void An_unknown_part_is_named_with_the_nearest_one() =>
        Assert.That(Faults("""{ "part": "wid" }""").Single(), Does.Contain("there is no tool 'wid'; did you mean 'wide'?"));

    [Test]
    public void All_faults_are_gathered() =>
        Assert.That(Faults("""{ "count": "many", "kernel": "bux", "is_on": 3 }"""), Has.Count.EqualTo(3).And.Some.Contains("did you mean 'box'"));

    [Test]
    public void Limits_of_nested_options_are_checked() =>
        Assert.That(Faults("""{ "part": { "name": "wide", "width": 99 } }""").Single(), Does.StartWith("task:part:width (test.json)").And.Contain("Got 99"));

    [Test]
    public void A_relative_path_resolves_against_the_folder_of_its_origin()
    {
        Assert.That(Bind("""{ "root": "images/../x" }""").Root, Is.EqualTo(Path.Combine(Folder, "x")));
        var absolute = Path.Combine(Path.GetTempPath(), "y");
        Assert.That(Bind(new JsonObject { ["root"] = absolute }.ToJsonString()).Root, Is.EqualTo(absolute));
    }

    [Test]
    [SetCulture("de-DE")]
    public void Numbers_ignore_the_systems_culture()
    {
        Assert.That(CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator, Is.EqualTo(","), "the culture is set");
        Assert.That(Bind("""{ "scales": "2.7,1e1" }""").Scales, Is.EqualTo(new[] { 2.7, 10 }));
    }

    private static string Folder => Path.Combine(Path.GetTempPath(), "experiments");

    private static Sample Bind(string json)
    {
        var (options, faults) = Run(json);
        Assert.That(faults, Is.Empty);
        return options;
    }

    private static IReadOnlyList<string> Faults(string json) => Run(json).Faults;

    private static (Sample Options, IReadOnlyList<string> Faults) Run(string json)
    {
        var binder = new OptionsBinder(new Tools());
        var node = ConfigNode.FromJson(JsonNode.Parse(json), new Origin("test.json", Folder));
        return ((Sample)binder.BindRecord(typeof(Sample), node, "task", "name"), binder.Faults);
    }

    [PluginKind("tool")]
    public abstract class Tool;

    public sealed record WideOptions : PluginOptions
    {
        [System.ComponentModel.DataAnnotations.Range(1, 10)]
        public int Width { get; init; } = 2;
    }

    public sealed record InnerOptions : PluginOptions
    {
        public int Count { get; init; }
    }

    public sealed record Sample : PluginOptions
    {
        public IReadOnlyList<double> Scales { get; init; } = [1];

        public Kernel Kernel { get; init; } = Kernel.Box;

        public bool IsOn { get; init; }

        public int Count { get; init; }

        public InnerOptions? Inner { get; init; }

        public Part<Tool>? Part { get; init; }

        public string? Label { get; init; } = "default";

        [OptionPath]
        public string? Root { get; init; }
    }

    private sealed class Tools : IPartTypes
    {
        public IEnumerable<string> Names(string kind) => ["wide"];

        public Type? OptionsOf(string kind, string name) => typeof(WideOptions);

        public string? Unavailable(string kind, string name) => name == "wide" ? null : $"there is no {kind} '{name}'; {Nearest.Hint(name, ["wide"])}";
    }
}
