using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Benchmark;
using Coz.Plugins.Data;
using Coz.Plugins.Metrics;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Benchmark;

public sealed class BenchmarkTaskTests
{
    private static readonly ProceduralOptions Data = new() { Height = 48, Width = 64, Count = 2, Scales = [2, 2.7] };
    private Support.TemporaryFolder _folder = null!;
    private FakeRun _run = null!;

    [SetUp]
    public void MakeRun()
    {
        _folder = new Support.TemporaryFolder();
        _run = new FakeRun(_folder.FullPath);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Every_model_has_a_row_for_every_scale_and_protocol_and_bicubic_beats_nearest()
    {
        var result = await Make(Options("nearest", "bicubic")).RunAsync(_run, default);
        var rows = result.Json["rows"]!.AsArray();
        Assert.That(rows, Has.Count.EqualTo(2 * 2 * 3));
        Assert.That(rows[0]!.AsObject().Select(entry => entry.Key), Is.EqualTo(new[] { "model", "encoder", "decoder", "trained", "ensemble", "dataset", "scale", "metric", "protocol", "value" }));
        double Psnr(string model, double scale) => rows.Single(row => (string)row!["model"]! == model && (double)row["scale"]! == scale && (string)row["metric"]! == "psnr" && (string)row["protocol"]! == "y")!["value"]!.GetValue<double>();
        Assert.That(Psnr("bicubic", 2), Is.GreaterThan(Psnr("nearest", 2)));
        Assert.That(Psnr("bicubic", 2.7), Is.GreaterThan(Psnr("nearest", 2.7)));
        Assert.That(rows.Select(row => (string)row!["encoder"]!), Is.All.EqualTo("none"));
        Assert.That(rows.Select(row => row!["trained"]), Is.All.Null);
    }

    [Test]
    public async Task The_files_have_the_stated_columns_and_numbers_that_ignore_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            await Make(Options("nearest", "bicubic")).RunAsync(_run, default);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        var results = Lines("results.csv");
        Assert.That(results[0], Is.EqualTo("model,encoder,decoder,trained,ensemble,dataset,image,scale,metric,protocol,value,seconds"));
        Assert.That(results, Has.Length.EqualTo(1 + (2 * 2 * 2 * 3)));
        Assert.That(results[1], Does.StartWith("nearest,none,nearest,,none,procedural,zone-plate,2,psnr,y,"));
        Assert.That(results.Skip(1).Select(line => line.Split(',').Length), Is.All.EqualTo(12));
        Assert.That(results.Select(line => line.Split(',')[7]), Has.Member("2.7"));
        Assert.That(Lines("summary.csv")[0], Does.StartWith("model,encoder,decoder,trained,ensemble,dataset,scale,metric,protocol,value,"));
        var table = File.ReadAllText(_folder.Path("table.md"));
        Assert.That(table, Does.Contain("| model | x2 | x2.7 | parameters | encode s | prepare s | render s | peak memory |"));
        Assert.That(table, Does.Contain("psnr (dB), protocol y: luma BT.601"));
        Assert.That(Directory.GetFiles(_folder.FullPath, "*.tmp", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task The_summary_is_the_mean_of_the_results()
    {
        await Make(Options("bicubic")).RunAsync(_run, default);
        var values = Lines("results.csv").Skip(1).Select(line => line.Split(',')).Where(cells => cells[7] == "2" && cells[8] == "psnr" && cells[9] == "rgb").Select(cells => double.Parse(cells[10], CultureInfo.InvariantCulture));
        var mean = Lines("summary.csv").Select(line => line.Split(',')).Single(cells => cells[6] == "2" && cells[7] == "psnr" && cells[8] == "rgb")[9];
        Assert.That(double.Parse(mean, CultureInfo.InvariantCulture), Is.EqualTo(values.Average()).Within(1e-12));
    }

    [Test]
    public async Task Plots_are_written_as_PNG_and_SVG_with_text_in_them()
    {
        await Make(Options("nearest", "bicubic")).RunAsync(_run, default);
        var name = Path.Combine("plots", "psnr-y-over-scale-procedural");
        using var image = ImageFile.Read(_folder.Path(name + ".png"));
        Assert.That(image.Pixels.shape[2..], Is.EqualTo(new long[] { 600, 900 }));
        // The title's band is white paper with dark letters: without a font it would be all white.
        using var title = image.Pixels.narrow(2, 0, 30);
        Assert.That(title.min().item<float>(), Is.LessThan(0.3f));
        Assert.That(File.ReadAllText(_folder.Path(name + ".svg")), Does.Contain("<svg").And.Contain("DejaVu Sans"));
        Assert.That(_run.Events.OfType<ArtefactEvent>().Select(entry => entry.Path), Is.SupersetOf(new[] { "results.csv", "summary.csv", "table.md", name + ".png", name + ".svg" }));
        Assert.That(_run.Events.OfType<ArtefactEvent>().Select(entry => File.Exists(_folder.Path(entry.Path))), Is.All.True);
    }

    [Test]
    public async Task An_untrained_pair_is_marked_in_every_table_and_counted()
    {
        var options = Options("edsr-baseline+liif") with { Data = new Part<PairSource>("procedural", Data with { Height = 24, Width = 24, Count = 1, Scales = [2] }), Metrics = [new Part<Metric>("psnr", new PsnrOptions())] };
        var result = await Make(options).RunAsync(_run, default);
        Assert.That(result.Json["rows"]!.AsArray().Select(row => ((string)row!["encoder"]!, (string)row["decoder"]!, (bool)row["trained"]!)), Is.All.EqualTo(("edsr-baseline", "liif", false)));
        Assert.That(Lines("results.csv")[1], Does.StartWith("edsr-baseline+liif,edsr-baseline,liif,false,none,"));
        Assert.That(_run.Events.OfType<TableEvent>().Select(table => table.Rows[0][0]), Is.All.EqualTo("edsr-baseline+liif (untrained)"));
        Assert.That(_run.Events.OfType<TableEvent>().First().Rows[0], Has.Member("1,567,323"));
    }

    [Test]
    public async Task The_self_ensemble_of_a_symmetric_model_equals_the_model_and_has_its_own_label()
    {
        var plain = (await Make(Options("bicubic")).RunAsync(_run, default)).Json["rows"]!.AsArray();
        var ensemble = (await Make(Options("bicubic") with { SelfEnsemble = true }).RunAsync(_run, default)).Json["rows"]!.AsArray();
        Assert.That(ensemble.Select(row => (string)row!["ensemble"]!), Is.All.EqualTo("x8"));
        Assert.That(ensemble.Select(row => (double)row!["value"]!), Is.EqualTo(plain.Select(row => (double)row!["value"]!)).Within(1e-3));
        Assert.That(_run.Events.OfType<TableEvent>().Last().Rows[0][0], Is.EqualTo("bicubic (x8)"));
    }

    [Test]
    public async Task An_infinite_score_is_inf_everywhere()
    {
        var data = new Part<PairSource>("procedural", Data with { Scales = [1] });
        var result = await Make(Options("nearest") with { Data = data }).RunAsync(_run, default);
        Assert.That((string)result.Json["rows"]![0]!["value"]!, Is.EqualTo("inf"));
        Assert.That(Lines("results.csv")[1], Does.Contain(",psnr,y,inf,"));
    }

    [Test]
    public async Task Results_are_saved_as_images_when_asked()
    {
        await Make(Options("bicubic") with { SaveImages = true, Plots = false }).RunAsync(_run, default);
        var images = _run.Events.OfType<ImageEvent>().ToList();
        Assert.That(images, Has.Count.EqualTo(4));
        Assert.That(images.Select(image => ImageFile.SizeOf(_folder.Path(image.Path))), Has.Member(new ImageSize(48, 64)));
    }

    [Test]
    public async Task Progress_reaches_its_total()
    {
        await Make(Options("nearest", "bicubic")).RunAsync(_run, default);
        var progress = _run.Events.OfType<ProgressEvent>().ToList();
        Assert.That(progress.Select(entry => entry.Done), Is.EqualTo(Enumerable.Range(0, 9)));
        Assert.That(progress.Select(entry => entry.Total), Is.All.EqualTo(8));
    }

    [Test]
    public void A_stop_ends_the_work_between_two_steps_without_a_table()
    {
        using var stop = new CancellationTokenSource();
        _run.AtGate = gate =>
        {
            if (gate == 4)
                stop.Cancel();
        };
        Assert.That(async () => await Make(Options("nearest", "bicubic")).RunAsync(_run, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_run.Gates, Is.EqualTo(4));
        Assert.That(Directory.GetFileSystemEntries(_folder.FullPath), Is.Empty);
    }

    [Test]
    public void A_damaged_image_ends_the_run_with_a_line_that_names_it()
    {
        using var images = new Support.TemporaryFolder();
        using (var image = TestImages.Waves(40, 40))
        {
            ImageFile.Write(images.Path("a.png"), image);
            ImageFile.Write(images.Path("b.png"), image);
        }

        File.WriteAllBytes(images.Path("b.png"), File.ReadAllBytes(images.Path("b.png"))[..^40]);
        var options = Options("nearest") with { Data = new Part<PairSource>("image-folder", new ImageFolderOptions { Root = images.FullPath, Scales = [2] }) };
        Assert.That(async () => await Make(options).RunAsync(_run, default), Throws.InstanceOf<CozException>().With.Message.Contains(images.Path("b.png")));
        Assert.That(Directory.GetFileSystemEntries(_folder.FullPath), Is.Empty);
    }

    [Test]
    public void Unknown_models_and_missing_data_are_found_before_anything_runs()
    {
        var options = Options("bicubic", "bicubik", "edsr-baseline+nothing") with { Data = new Part<PairSource>("image-folder", new ImageFolderOptions { Root = _folder.Path("none") }) };
        Assert.That(Make(options).Validate(), Has.Exactly(3).Items.And.One.Contains("bicubik").And.One.Contains("nothing").And.One.StartsWith("data: There is no folder"));
        Assert.That(Make(Options("bicubic")).Validate(), Is.Empty);
    }

    [Test]
    public void Two_models_of_one_name_are_refused() =>
        Assert.That(async () => await Make(Options("bicubic", "bicubic")).RunAsync(_run, default), Throws.InstanceOf<UsageException>().With.Message.Contains("two are called 'bicubic'"));

    [Test]
    public async Task A_run_leaves_no_tensor_behind()
    {
        var options = Options("bicubic") with { Data = new Part<PairSource>("procedural", Data with { Count = 1, Scales = [2] }), Plots = false };
        await Make(options).RunAsync(_run, default);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
            await Make(options with { SelfEnsemble = i % 2 == 0 }).RunAsync(_run, default);
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public async Task The_count_of_live_tensors_is_told_and_flat([Values] bool isTrained)
    {
        // What other tests left to the collector would lower the count meanwhile: it is the process's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        string[] models = isTrained
            ? [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden", "small"), "checkpoint.pth", SearchOption.AllDirectories).Order().Where(HasDecoder)]
            : [.. new TestParts().List<Decoder>().Select(part => $"edsr-baseline+{part.Name}")];
        var options = Options(models) with
        {
            Data = new Part<PairSource>("procedural", Data with { Height = 24, Width = 32, Count = 1, Scales = [2, 2.7, 4] }),
            Metrics = [new Part<Metric>("psnr", new PsnrOptions())],
            Plots = false,
        };
        var rows = (await Make(options).RunAsync(_run, default)).Json["rows"]!.AsArray();
        Assert.That(rows.Select(row => (string)row!["decoder"]!).Distinct(), Is.EquivalentTo(new TestParts().List<Decoder>().Select(part => part.Name)));
        var message = _run.Events.OfType<MessageEvent>().Single(entry => entry.Text.StartsWith("Live tensors: ", StringComparison.Ordinal));
        Assert.That(message.Text, Does.Match("^Live tensors: ([0-9,]+) after the first pair, \\1 after the last of 3\\.$"));
        Assert.That(message.IsWarning, Is.False);

        static bool HasDecoder(string file) => Path.GetFileName(Path.GetDirectoryName(file)) is not ("edsr-baseline" or "rdn");
    }

    [TestCase("Set5", 33.678, 31.795)]
    public async Task The_bicubic_model_measures_what_is_known_of_it(string set, double y, double rgb)
    {
        var root = SharedImages.FolderOrIgnore(set, "HR");
        var options = Options("bicubic") with { Data = new Part<PairSource>("image-folder", new ImageFolderOptions { Root = root, Scales = [2] }), Plots = false, Metrics = [new Part<Metric>("psnr", new PsnrOptions())] };
        var rows = (await Make(options).RunAsync(_run, default)).Json["rows"]!.AsArray();
        Assert.That(rows.Select(row => (double)row!["value"]!), Is.EqualTo(new[] { y, rgb }).Within(0.005));
        Assert.That(rows.Select(row => (string)row!["dataset"]!), Is.All.EqualTo(set));
    }

    private static BenchmarkOptions Options(params string[] models) => new()
    {
        Models = [.. models.Select(model => ModelSpec.FromShortForm(model, "/"))],
        Data = new Part<PairSource>("procedural", Data),
    };

    private static BenchmarkTask Make(BenchmarkOptions options) => new(options, new TestParts());

    private string[] Lines(string file) => File.ReadAllLines(_folder.Path(file));
}
