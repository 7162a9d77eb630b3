using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Conversion;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Checkpoints;

public sealed class ConvertTaskTests
{
    private PthFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new PthFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task What_was_left_out_is_said_and_the_result_counts_the_numbers()
    {
        var run = new TestRun(_folder.FullPath);
        var result = await Convert(Fixture.PathOf("edsr-baseline-lmi/checkpoint_after_3_adam_steps.pth"), _folder.Path("a.safetensors"), run);

        Assert.That(run.Messages, Has.Some.Contains("optimizer"));
        Assert.That(result.Json["encoder"]!.GetValue<string>(), Is.EqualTo("edsr-baseline"));
        Assert.That(result.Json["decoder"]!.GetValue<string>(), Is.EqualTo("lmi"));
        Assert.That(result.Json["parameters"]!.GetValue<long>(), Is.EqualTo(19867));
        Assert.That(result.Json["notes"]!.AsArray(), Has.Count.EqualTo(1));
        using var checkpoint = new ModelFactory(new TestParts()).Read(_folder.Path("a.safetensors"));
        Assert.That(checkpoint.Epoch, Is.EqualTo(3));
    }

    [Test]
    public void A_file_is_not_converted_onto_itself_by_whatever_name()
    {
        File.Copy(Fixture.PathOf("rdn/checkpoint.pth"), _folder.Path("a.pth"));
        var before = File.ReadAllBytes(_folder.Path("a.pth"));
        Assert.That(() => Convert(_folder.Path("a.pth"), _folder.Path("a.pth")), Throws.InstanceOf<UsageException>().With.Message.Contains("itself"));
        Assert.That(() => Convert(_folder.Path("a.pth"), Path.Combine(_folder.FullPath, "x", "..", "a.pth")), Throws.InstanceOf<UsageException>());
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder.Path("b.pth"), _folder.Path("a.pth"));
            Assert.That(() => Convert(_folder.Path("a.pth"), _folder.Path("b.pth")), Throws.InstanceOf<UsageException>());
        }

        Assert.That(File.ReadAllBytes(_folder.Path("a.pth")), Is.EqualTo(before));
    }

    [Test]
    public void A_fault_leaves_no_file()
    {
        var cut = _folder.Save(File.ReadAllBytes(Fixture.PathOf("rdn/checkpoint.pth"))[..20_000], "cut.pth");
        Assert.That(() => Convert(cut, _folder.Path("a.safetensors")), Throws.InstanceOf<CozException>());
        Assert.That(() => Convert(Fixture.PathOf("rdn/checkpoint.pth"), _folder.Path("a.onnx")), Throws.InstanceOf<UsageException>().With.Message.Contains(".safetensors"));
        Assert.That(() => Convert(_folder.Path("none.pth"), _folder.Path("a.safetensors")), Throws.InstanceOf<UsageException>().With.Message.Contains("none.pth"));
        Assert.That(Directory.GetFiles(_folder.FullPath), Is.EqualTo(new[] { cut }));
    }

    private Task<TaskResult> Convert(string input, string output, TestRun? run = null) =>
        new ConvertTask(new ConvertOptions { Input = input, Output = output }, new TestParts()).RunAsync(run ?? new TestRun(_folder.FullPath), CancellationToken.None);
}
