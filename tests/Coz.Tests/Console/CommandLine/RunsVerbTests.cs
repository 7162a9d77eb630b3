using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Tests.Support;
using Coz.Tests.Ui;

namespace Coz.Tests.CommandLine;

/// <summary>coz runs list, show, resume and stop, on runs of the test plugin that walks.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class RunsVerbTests
{
    private static readonly string[] Plugin = ["--plugin", Repository.Path("artifacts", "test-plugins", "walk")];

    [Test]
    public void A_run_that_failed_is_listed_shown_and_resumed_in_its_folder()
    {
        using var walk = new WalkExperiment();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("walk.json"), walk.Json("\"steps\": 4, \"step_time\": 1, \"fail_at\": 3"));
        var (code, output, _) = CozProcess.Run(folder.FullPath, ["run", "walk.json", "--json", .. Plugin]);
        Assert.That(code, Is.EqualTo(1));
        var run = (string)JsonNode.Parse(output)!["run"]!;

        var listed = JsonNode.Parse(CozProcess.Run(folder.FullPath, ["runs", "list", "--json"]).Output)!["runs"]!.AsArray().Single(entry => (string?)entry!["folder"] == run)!;
        Assert.That((string?)listed["state"], Is.EqualTo("failed"));
        Assert.That((string?)listed["experiment"], Is.EqualTo(walk.Name));
        var shown = JsonNode.Parse(CozProcess.Run(folder.FullPath, ["runs", "show", walk.Name, "--json"]).Output)!;
        Assert.That((string?)shown["progress"], Does.StartWith("walk 2/4"));
        Assert.That(shown["result"], Is.Null);

        var (again, second, errors) = CozProcess.Run(folder.FullPath, ["runs", "resume", walk.Name, "--json", .. Plugin]);
        Assert.That(again, Is.EqualTo(1), errors);
        Assert.That((string?)JsonNode.Parse(second)!["run"], Is.EqualTo(run));
        Assert.That(File.Exists(Path.Combine(run, "environment.json")) && File.Exists(Path.Combine(run, "environment-2.json")), "each process has said what it ran on");
        Assert.That(File.ReadLines(Path.Combine(run, "events.jsonl")).Count(line => line.Contains("\"failed\"")), Is.EqualTo(2));
    }

    [Test]
    public void A_run_goes_on_as_it_was_begun_and_one_that_has_ended_cannot_be_stopped()
    {
        using var walk = new WalkExperiment();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("walk.json"), walk.Json("\"steps\": 1, \"step_time\": 1"));
        Assert.That(CozProcess.Run(folder.FullPath, ["run", "walk.json", .. Plugin]).Code, Is.Zero);

        var (code, _, errors) = CozProcess.Run(folder.FullPath, ["runs", "resume", walk.Name, "--set", "task:steps=2", .. Plugin]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.Contain("without --set"));
        (code, _, errors) = CozProcess.Run(folder.FullPath, ["runs", "stop", walk.Name]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.Contain("there is nothing to stop"));
        (code, _, errors) = CozProcess.Run(folder.FullPath, ["runs", "resume", walk.Name, .. Plugin]);
        Assert.That(code, Is.Zero);
        Assert.That(errors, Does.Contain("is complete already"));
        Assert.That(CozProcess.Run(folder.FullPath, ["runs", "show", walk.Name + "x"]).Errors, Does.Contain("There is no run"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_run_that_goes_on_is_not_taken_twice_and_stops_when_it_is_asked_also_while_it_is_paused(bool isPaused)
    {
        using var walk = new WalkExperiment();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("walk.json"), walk.Json("\"steps\": 100000, \"step_time\": 20"));
        using var process = CozProcess.Start(folder.FullPath, [], ["run", "walk.json", "--json", .. Plugin]);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            WalkExperiment.Eventually(() => process.HasExited || State(folder, walk) == "running");
            if (isPaused)
            {
                File.WriteAllText(Path.Combine((string)Show(folder, walk)["folder"]!, "control"), "pause");
                WalkExperiment.Eventually(() => process.HasExited || State(folder, walk) == "paused");
            }

            var second = CozProcess.Run(folder.FullPath, ["runs", "resume", walk.Name, .. Plugin]);
            Assert.That(second.Code, Is.EqualTo(2));
            Assert.That(second.Errors, Does.Contain("goes on already, in another process"));
            Assert.That(CozProcess.Run(folder.FullPath, ["runs", "stop", walk.Name]).Code, Is.Zero);
            await process.WaitForExitAsync().WaitAsync(WalkExperiment.Patience);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.That(process.ExitCode, Is.EqualTo(1), await errors);
        Assert.That((string?)JsonNode.Parse(await output)!["state"], Is.EqualTo("stopped"));
        Assert.That(State(folder, walk), Is.EqualTo("stopped"));
    }

    private static string? State(TemporaryFolder folder, WalkExperiment walk) => (string?)Show(folder, walk)["state"];

    private static JsonObject Show(TemporaryFolder folder, WalkExperiment walk)
    {
        var (code, output, _) = CozProcess.Run(folder.FullPath, ["runs", "show", walk.Name, "--json"]);
        return code == 0 ? JsonNode.Parse(output)!.AsObject() : [];
    }
}
