using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Cost.Measuring;
using Coz.Plugins.Cost.Table;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Cost;

/// <summary>The table of every decoder, with a script in the place of the program that measures one.</summary>
[Platform("Linux")]
public sealed class CostTableTaskTests
{
    private readonly TestParts _parts = new();
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Every_decoder_is_a_row_and_one_that_fails_has_its_reason()
    {
        var run = new TestRun(_folder.FullPath);
        var result = await new CostTableTask(Options("""
            [[ $* == *"--decoder lit "* ]] && { echo '{ "error": "no such luck" }'; exit 1; }
            [[ $* == *"--decoder lte "* ]] && { echo "killed" >&2; exit 137; }
            echo '{ "decoder": "'"$5"'", "grid_w": 12.3, "points_w": null, "peak_rss_mb": 456.0 }'
            """), _parts).RunAsync(run, CancellationToken.None);
        var decoders = result.Json["decoders"]!.AsArray();
        var table = run.Events.OfType<TableEvent>().Single();

        Assert.That(result.Succeeded, Is.False);
        Assert.That(decoders.Select(decoder => (string?)decoder!["decoder"]), Is.EqualTo(_parts.List<Decoder>().Select(decoder => decoder.Name)));
        Assert.That(table.Columns, Is.EqualTo(new[] { "decoder", "grid W", "points W", "memory MB", "fault" }));
        Assert.That(table.Rows.Single(row => row[0] == "lit"), Is.EqualTo(new[] { "lit", "-", "-", "-", "no such luck" }));
        Assert.That(table.Rows.Single(row => row[0] == "lte"), Is.EqualTo(new[] { "lte", "-", "-", "-", "killed" }));
        Assert.That(table.Rows.Single(row => row[0] == "liif"), Is.EqualTo(new[] { "liif", "12", "-", "456", "" }));
    }

    [Test]
    public async Task The_program_is_told_what_to_measure()
    {
        var log = _folder.Path("log");
        var options = Options($$"""
            echo "$@" >>'{{log}}'
            echo '{ "decoder": "'"$5"'", "grid_w": 1, "points_w": 2, "train_w": 3, "peak_rss_mb": 4 }'
            """) with { Train = true, Scale = 3.7, Paths = CostPaths.Grid };
        var result = await new CostTableTask(options, _parts).RunAsync(new TestRun(_folder.FullPath), CancellationToken.None);

        Assert.That(result.Succeeded, Is.True);
        Assert.That(File.ReadLines(log), Does.Contain("cost --encoder edsr-baseline --decoder liif --size 128x128 --scale 3.7 --paths grid --rounds 5 --train --json"));
    }

    [Test]
    public void An_unknown_encoder_is_refused_before_anything_starts() =>
        Assert.That(new CostTableTask(Options("exit 3") with { Encoder = "edsr-basline" }, _parts).Validate().Single(), Does.Contain("did you mean 'edsr-baseline'"));

    // After the program's own arguments come cost, --encoder, E, --decoder and the decoder's name.
    private CostTableOptions Options(string script)
    {
        var file = _folder.Path("measure.sh");
        File.WriteAllText(file, script);
        return new CostTableOptions { Program = ["bash", file] };
    }
}
