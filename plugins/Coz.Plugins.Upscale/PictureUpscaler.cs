using System.Diagnostics;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Pictures;
using Coz.Plugins.Upscale.Tiling;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale;

/// <summary>Upscales one picture: reads windows of it, renders tiles, and hands their rows to the file that is written.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="run">Its device, and its pause gate.</param>
/// <param name="model">The model; the caller keeps it.</param>
/// <param name="bicubic">What alpha and the left half of a preview are made with; the caller keeps it.</param>
/// <param name="planner">Chooses the tiles.</param>
/// <param name="progress">Is told of rendered pixels.</param>
internal sealed class PictureUpscaler(UpscaleOptions options, IRunContext run, SrModel model, SrModel bicubic, TilePlanner planner, UpscaleProgress progress)
{
    /// <summary>Upscales a picture.</summary>
    /// <param name="job">The picture.</param>
    /// <param name="cancellationToken">Ends the work before the next slice of a tile; no file is left.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="OutputException">The result cannot be written.</exception>
    /// <exception cref="CozException">The picture is damaged.</exception>
    public async Task<PictureReport> RunAsync(Job job, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var memory = new PeakWatch();
        using var picture = SourcePicture.Open(job.Input);
        var layout = LayoutOf(picture, job, out var notes);
        var work = new RenderWork(options.SelfEnsemble, model.Decoder.Coupling == Coupling.WholeSet, layout.HasAlpha, job.Source, picture.Layout.PixelBytes, layout.PixelBytes, job.Format.EncoderBytes(job.Result));
        var planned = planner.Of(job, work);
        var plan = planned.Plan;
        using var result = new ResultPicture(job.Output, new ResultForm(job.Format, job.Result, layout, options.Quality), picture.Metadata, work.BandRows(plan));
        for (var row = 0; row < plan.Rows.Tiles; row++)
        {
            byte[]? band = null;
            foreach (var tile in plan.Row(row))
            {
                await run.WaitWhilePausedAsync(cancellationToken);
                if (work.IsSliced(plan))
                    Slices(picture, job, tile, layout, result, cancellationToken);
                else
                    Whole(picture, job, tile, layout, band ??= result.Rent(), cancellationToken);
            }

            if (band is not null)
                result.Write(band, plan.Rows[row].Count);
        }

        result.Complete();
        return new PictureReport(job, planned, memory.Bytes, memory.IsExact, clock.Elapsed.TotalSeconds, [.. picture.Notes, .. notes]);
    }

    /// <summary>Upscales the middle of a picture twice: on the left bicubic, on the right the model.</summary>
    public PictureReport Preview(Job job, CancellationToken cancellationToken)
    {
        const int longest = 640;
        const int gap = 8;
        var clock = Stopwatch.StartNew();
        using var memory = new PeakWatch();
        using var picture = SourcePicture.Open(job.Input);
        var layout = picture.Layout with { HasAlpha = false };
        var grid = GridOf(job);
        var tile = new Tile(Middle(grid.Rows, job.Source.Height, longest), Middle(grid.Columns, job.Source.Width, longest));
        var size = new PictureSize((2 * tile.Columns.Count) + gap, tile.Rows.Count);
        using var result = new ResultPicture(job.Output, new ResultForm(job.Format, size, layout, options.Quality), picture.Metadata, size.Height);
        var band = result.Rent();
        Array.Fill(band, byte.MaxValue, 0, checked((int)size.Pixels * layout.PixelBytes));
        var bytes = Window(picture, tile, out var window);
        using var colours = Samples.Colours(bytes, window, picture.Layout);
        using var input = colours.to(new Device(run.Device));
        new TileRenderer(bicubic, grid, isEnsemble: false).Render(input, tile, (row, pixels) => Store(pixels, band, layout, size.Width, row, 0), cancellationToken);
        new TileRenderer(model, grid, options.SelfEnsemble).Render(input, tile, (row, pixels) => Store(pixels, band, layout, size.Width, row, tile.Columns.Count + gap), cancellationToken);
        result.Write(band, size.Height);
        result.Complete();
        progress.Add(job.Result.Pixels);
        var planned = new PlannedTiles(new TileShape(grid, job.Source.Height, job.Source.Width, planner.Margin).Whole, null, null);
        return new PictureReport(job, planned, memory.Bytes, memory.IsExact, clock.Elapsed.TotalSeconds, [.. picture.Notes, .. Losses(picture, job)]);
    }

    private static GridQueries GridOf(Job job) => GridQueries.Whole(job.Source.Height, job.Source.Width, job.Result.Height, job.Result.Width);

    private TileSpan Middle(GridAxis axis, int lrCount, int longest)
    {
        var count = Math.Min(axis.Count, longest);
        var first = (axis.Count - count) / 2;
        var start = (int)Math.Max(0, axis.Centre(first).Floor() - planner.Margin);
        var end = (int)Math.Min(lrCount, axis.Centre(first + count - 1).Floor() + planner.Margin + 1);
        return new TileSpan(first, count, start, end - start);
    }

    private static Layout LayoutOf(SourcePicture picture, Job job, out IReadOnlyList<string> notes)
    {
        var (layout, said) = (picture.Layout, new List<string>());
        if (layout.HasAlpha && !job.Format.HoldsAlpha())
        {
            layout = layout with { HasAlpha = false };
            said.Add($"{job.Output}: a {job.Format.Show()} file holds no alpha, which is left out.");
        }

        if (layout.Bits == 16 && !job.Format.Holds16Bits())
        {
            layout = layout with { Bits = 8 };
            said.Add($"{job.Output}: a {job.Format.Show()} file holds 8 bits a sample, of 16.");
        }

        said.AddRange(Losses(picture, job));
        notes = said;
        return layout;
    }

    private static IEnumerable<string> Losses(SourcePicture picture, Job job) =>
        picture.Metadata.LossIn(job.Format) is { } loss ? [$"{job.Output}: {loss}"] : [];

    private static byte[] Window(SourcePicture picture, Tile tile, out PictureSize size)
    {
        size = new PictureSize(tile.Columns.WindowCount, tile.Rows.WindowCount);
        return picture.Read(tile.Columns.WindowFirst, tile.Rows.WindowFirst, size.Width, size.Height);
    }

    private static void Store(Tensor pixels, byte[] band, Layout layout, int width, int row, int column)
    {
        using var here = pixels.cpu();
        Samples.StoreColours(here, band, layout, width, row, column);
    }

    private void Slices(SourcePicture picture, Job job, Tile tile, Layout layout, ResultPicture result, CancellationToken cancellationToken)
    {
        using var input = Colours(picture, tile, out _);
        new TileRenderer(model, GridOf(job), isEnsemble: false).Render(input, tile, (_, pixels) =>
        {
            var band = result.Rent();
            Store(pixels, band, layout, job.Result.Width, 0, 0);
            result.Write(band, (int)pixels.shape[2]);
            progress.Add(pixels.shape[2] * pixels.shape[3]);
        }, cancellationToken);
    }

    private void Whole(SourcePicture picture, Job job, Tile tile, Layout layout, byte[] band, CancellationToken cancellationToken)
    {
        var column = tile.Columns.First;
        using var input = Colours(picture, tile, out var bytes);
        new TileRenderer(model, GridOf(job), options.SelfEnsemble).Render(input, tile, (row, pixels) =>
        {
            Store(pixels, band, layout, job.Result.Width, row, column);
            progress.Add(pixels.shape[2] * pixels.shape[3]);
        }, cancellationToken);
        if (!layout.HasAlpha)
            return;
        using var alpha = Samples.Alpha(bytes, new PictureSize(tile.Columns.WindowCount, tile.Rows.WindowCount), picture.Layout);
        new TileRenderer(bicubic, GridOf(job), isEnsemble: false).Render(alpha, tile, (row, pixels) =>
            Samples.StoreAlpha(pixels, band, layout, job.Result.Width, row, column), cancellationToken);
    }

    private Tensor Colours(SourcePicture picture, Tile tile, out byte[] bytes)
    {
        bytes = Window(picture, tile, out var size);
        var colours = Samples.Colours(bytes, size, picture.Layout);
        if (run.Device == "cpu")
            return colours;
        using (colours)
            return colours.to(new Device(run.Device));
    }
}
