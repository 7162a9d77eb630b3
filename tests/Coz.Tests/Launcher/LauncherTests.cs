using System.Text.Json.Nodes;
using Coz.Tests.Support;

namespace Coz.Tests.Launcher;

[Platform("Linux")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LauncherTests
{
    private LauncherSandbox _sandbox = null!;

    [SetUp]
    public void MakeATree() => _sandbox = new LauncherSandbox();

    [TearDown]
    public void DeleteIt() => _sandbox.Dispose();

    [Test]
    public void The_first_start_builds_and_the_second_does_not()
    {
        Assert.That(_sandbox.Run([]).Code, Is.Zero);
        Assert.That(_sandbox.Run([]).Code, Is.Zero);
        Assert.That(_sandbox.Builds, Is.EqualTo(1));
    }

    [TestCase("contracts/A/A.cs")]
    [TestCase("host/B/New.cs")]
    [TestCase("plugins/Coz.Plugins.X/X.cs")]
    [TestCase("Directory.Build.props")]
    public void A_changed_source_builds_again(string file)
    {
        _sandbox.Run([]);
        _sandbox.Touch(file);
        _sandbox.Run([]);
        Assert.That(_sandbox.Builds, Is.EqualTo(2));
    }

    [TestCase("plugins/dropped/plugin.json")]
    [TestCase("host/B/obj/B.AssemblyInfo.cs")]
    public void A_dropped_plugin_or_an_output_builds_nothing(string file)
    {
        _sandbox.Run([]);
        _sandbox.Touch(file);
        _sandbox.Run([]);
        Assert.That(_sandbox.Builds, Is.EqualTo(1));
    }

    [Test]
    public void Arguments_and_the_current_folder_reach_the_program_and_the_build_prints_on_standard_error_only()
    {
        var run = _sandbox.Run(["run", "two words", "--set", "a=*", ""]);
        Assert.That(run.Output[0], Is.EqualTo("/"));
        Assert.That(run.Output[2..], Is.EqualTo(new[] { "run", "two words", "--set", "a=*" }));
        Assert.That(run.Errors, Does.Contain("output of the build"));
    }

    [Test]
    public void The_allocator_is_told_to_keep_memory_unless_the_user_has_set_it()
    {
        Assert.That(_sandbox.Run([]).Output[1], Is.EqualTo("glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592:glibc.malloc.arena_max=1"));
        Assert.That(_sandbox.Run([], ("GLIBC_TUNABLES", "glibc.malloc.hugetlb=0")).Output[1], Is.EqualTo("glibc.malloc.hugetlb=0"));
    }

    [Test]
    public void A_failed_build_ends_with_one_line_and_1_and_is_tried_again()
    {
        _sandbox.Touch("fails");
        var run = _sandbox.Run([]);
        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Errors.TrimEnd().Split('\n')[^1], Does.StartWith("coz: the build failed"));
        File.Delete(_sandbox.Root("fails"));
        Assert.That(_sandbox.Run([]).Code, Is.Zero);
        Assert.That(_sandbox.Builds, Is.EqualTo(2));
    }

    [Test]
    public void Starts_at_the_same_time_build_once()
    {
        var codes = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => _sandbox.Run([]).Code).ToList();
        Assert.That(codes, Is.All.Zero);
        Assert.That(_sandbox.Builds, Is.EqualTo(1));
    }

    [Test]
    public void Without_the_look_it_runs_what_is_there_or_says_that_nothing_is()
    {
        var nothing = _sandbox.Run([], ("COZ_NO_BUILD", "1"));
        Assert.That(nothing.Code, Is.EqualTo(1));
        Assert.That(nothing.Errors, Does.StartWith("coz: nothing is built yet").And.Not.Contain("output of the build"));
        _sandbox.Touch(Path.GetRelativePath(_sandbox.Root(), _sandbox.Program));
        Assert.That(_sandbox.Run([], ("COZ_NO_BUILD", "1")).Code, Is.Zero);
        Assert.That(_sandbox.Builds, Is.Zero);
    }

    [Test]
    public void The_launcher_builds_every_plugin_of_the_repository()
    {
        var listed = JsonNode.Parse(File.ReadAllText(Repository.Path("COZ.Run.slnf")))!["solution"]!["projects"]!.AsArray().Select(p => p!.GetValue<string>());
        var plugins = Directory.EnumerateFiles(Repository.Path("plugins"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Repository.Root, p));
        Assert.That(plugins, Is.SubsetOf(listed));
    }
}
