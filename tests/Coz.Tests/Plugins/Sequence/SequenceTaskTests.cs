using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Plugins.Sequence;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Sequence;

[TestFixture]
public sealed class SequenceTaskTests
{
    [Test]
    public async Task Tasks_run_in_order_in_one_folder_and_the_last_word_counts()
    {
        var (parts, run) = (new Steps(), new TestRun("/somewhere"));
        var result = await Sequence(parts, "first", "second").RunAsync(run, default);

        Assert.That(parts.Ran, Is.EqualTo(new[] { "first in /somewhere", "second in /somewhere" }));
        Assert.That(result.Json.ToJsonString(), Is.EqualTo("""{"by":"second","first":1,"second":1}"""));
        Assert.That(result.Succeeded);
    }

    [Test]
    public async Task A_task_that_was_done_in_part_ends_the_sequence()
    {
        var parts = new Steps();
        var result = await Sequence(parts, "partial", "second").RunAsync(new TestRun(""), default);

        Assert.That(result.Succeeded, Is.False);
        Assert.That(parts.Ran, Has.Count.EqualTo(1));
    }

    [Test]
    public void Faults_and_plans_of_all_tasks_are_told()
    {
        var sequence = Sequence(new Steps(), "first", "second");

        Assert.That(sequence.Validate(), Is.EqualTo(new[] { "first: no film", "second: no film" }));
        Assert.That(sequence.Plan(0, default).Select(table => table.Title), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public void A_run_that_goes_on_asks_its_tasks_as_one_that_goes_on() =>
        Assert.That(Sequence(new Steps(), "first", "second").ValidateResume("/somewhere"), Is.EqualTo(new[] { "first: no film in /somewhere", "second: no film in /somewhere" }));

    private static SequenceTask Sequence(Steps parts, params string[] names) => new(new SequenceOptions { Steps = [.. names.Select(name => new Part<ExperimentTask>(name))] }, parts);

    private sealed class Steps : IPartFactory
    {
        public List<string> Ran { get; } = [];

        public IReadOnlyList<PartInfo> List<T>()
            where T : class => [];

        public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
            where T : class => new(name);

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => (T)(object)new Step(part.Name, Ran);
    }

    private sealed class Step(string name, List<string> ran) : ExperimentTask
    {
        public override IEnumerable<string> Validate() => ["no film"];

        public override IEnumerable<string> ValidateResume(string folder) => [$"no film in {folder}"];

        public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken) => [new TableEvent(name, [], [])];

        public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
        {
            ran.Add($"{name} in {run.Folder}");
            return Task.FromResult(new TaskResult(new JsonObject { ["by"] = name, [name] = 1 }, name != "partial"));
        }
    }
}
