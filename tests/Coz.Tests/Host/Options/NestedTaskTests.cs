using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Options;
using Coz.Host.Parts;

namespace Coz.Tests.Host.Options;

/// <summary>Tasks within a task find their sections at the top of the experiment.</summary>
[TestFixture]
public sealed class NestedTaskTests
{
    [Test]
    public void A_step_has_its_own_options_and_the_sections_it_would_have_alone()
    {
        var (options, binder) = Bind("""{ "task": { "name": "many", "steps": [{ "name": "one", "count": 3 }, "one"] }, "lamp": { "name": "bright" } }""");

        Assert.That(binder.Faults, Is.Empty);
        Assert.That(options.Steps.Select(step => ((OneOptions)step.Options!).Count), Is.EqualTo(new[] { 3, 1 }));
        Assert.That(options.Steps.Select(step => ((OneOptions)step.Options!).Lamp.Name), Is.All.EqualTo("bright"));
        Assert.That(binder.Sections, Is.EqualTo(new[] { "lamp" }), "so that the experiment may have the section");
    }

    [Test]
    public void A_section_that_a_step_needs_and_a_key_that_it_does_not_know_are_told() =>
        Assert.That(Bind("""{ "task": { "name": "many", "steps": [{ "name": "one", "cuont": 3 }] } }""").Binder.Faults, Has.Some.StartsWith("lamp is missing").And.Some.Contains("task:steps:0:cuont (test.json) is no option; did you mean 'count'?"));

    private static (ManyOptions Options, OptionsBinder Binder) Bind(string json)
    {
        var binder = new OptionsBinder(new Tasks());
        return ((ManyOptions)binder.BindTask(typeof(ManyOptions), ConfigNode.FromJson(JsonNode.Parse(json), new Origin("test.json", ""))), binder);
    }

    [PluginKind("lamp")]
    public abstract class Lamp;

    public sealed record OneOptions : PluginOptions
    {
        public int Count { get; init; } = 1;

        [Section]
        public required Part<Lamp> Lamp { get; init; }
    }

    public sealed record ManyOptions : PluginOptions
    {
        public required IReadOnlyList<Part<ExperimentTask>> Steps { get; init; }
    }

    private sealed class Tasks : IPartTypes
    {
        public IEnumerable<string> Names(string kind) => kind == "lamp" ? ["bright"] : ["one"];

        public Type? OptionsOf(string kind, string name) => kind == "lamp" ? null : typeof(OneOptions);

        public string? Unavailable(string kind, string name) => Names(kind).Contains(name) ? null : $"there is no {kind} '{name}'";
    }
}
