using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.ModelTools.Predict;

/// <summary>A case's tensors, brought to the shapes of the contracts: coordinates [B,Q,2] or [B,h,w,2], cells as those or [B,2].</summary>
/// <param name="Input">(B, 3, h, w), normalised.</param>
/// <param name="Queries">(B, Q, 2) each; null where none were wanted.</param>
/// <param name="Grid">The rows and columns in which the file has its queries; one row for a list.</param>
internal sealed record PredictionCase(Tensor Input, PointQueries? Queries, (long Rows, long Columns) Grid) : IDisposable
{
    // Of an LR pixel: what float32 may cost a coordinate.
    private const double GridTolerance = 1e-3;
    private const string InputName = "inp";

    /// <summary>The grids of a cascade's earlier stages, coarsest first; empty where the case has none.</summary>
    public IReadOnlyList<GridQueries> Grids { get; private init; } = [];

    /// <summary>The latent z (B, Q, channels) of temperature 1; null if the case has none.</summary>
    public Tensor? Latent { get; private init; }

    /// <summary>The true values gt (B, Q, channels), normalised; null if the case has none.</summary>
    public Tensor? Target { get; private init; }

    /// <summary>Reads a case.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <param name="name">The case's name; null if the file holds one.</param>
    /// <param name="hasQueries">Whether coord and cell are wanted.</param>
    /// <param name="latentChannels">The channels of z and gt, which are read where they are; null to leave them out.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <returns>The case; the caller disposes it.</returns>
    /// <exception cref="CozException">A tensor is missing, or of a shape or type that is not expected.</exception>
    public static PredictionCase Read(string path, string? name, bool hasQueries, int? latentChannels, string device)
    {
        using var file = SafetensorsFile.Open(path);
        var prefix = Prefix(file, name);
        using var scope = NewDisposeScope();
        var input = Load(file, prefix + InputName, device);
        if (input.shape is not [> 0, 3, > 0, > 0] || input.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw Unfit(file, prefix + InputName, input, "float32 or float64 of shape (B, 3, h, w)");
        if (!hasQueries)
            return new PredictionCase(input.MoveToOuterDisposeScope(), null, default);
        var batch = input.shape[0];
        var given = Load(file, prefix + "coord", device);
        var coords = Points(file, prefix + "coord", given, batch, input.dtype);
        var cells = Cells(file, prefix + "cell", coords.shape, input.dtype, device);
        return new PredictionCase(
            input.MoveToOuterDisposeScope(),
            new PointQueries(coords.MoveToOuterDisposeScope(), cells.MoveToOuterDisposeScope()),
            given.dim() == 4 ? (given.shape[1], given.shape[2]) : (1, given.shape[1]))
        {
            Grids = [.. GridsOf(file, prefix, input)],
            Latent = Channels(file, prefix + "z", coords.shape, latentChannels, input.dtype, device)?.MoveToOuterDisposeScope(),
            Target = Channels(file, prefix + "gt", coords.shape, latentChannels, input.dtype, device)?.MoveToOuterDisposeScope(),
        };
    }

    public void Dispose()
    {
        Input.Dispose();
        Queries?.Dispose();
        Latent?.Dispose();
        Target?.Dispose();
    }

    private static string Prefix(SafetensorsFile file, string? name)
    {
        var inputs = file.Entries.Select(entry => entry.Name).Where(entry => entry == InputName || entry.EndsWith($".{InputName}", StringComparison.Ordinal)).ToList();
        if (name is null && inputs.Count == 1)
            return inputs[0][..^InputName.Length];
        if (name is not null && file.Contains($"{name}.{InputName}"))
            return $"{name}.";
        var cases = string.Join(", ", inputs.Take(8).Select(entry => OneLine.Of(entry[..^InputName.Length].TrimEnd('.'))));
        throw new UsageException(name is null
            ? $"{file.Path} holds the cases {cases}: choose one with case_name."
            : $"{file.Path} holds no case '{name}'; it holds {(cases.Length > 0 ? cases : "none")}.");
    }

    private static Tensor Load(SafetensorsFile file, string name, string device) => file.Read(name).to(new Device(device));

    private static Tensor Points(SafetensorsFile file, string name, Tensor given, long batch, ScalarType type)
    {
        if (given.shape is not ([_, > 0, 2] or [_, > 0, > 0, 2]) || given.shape[0] != batch || !given.is_floating_point())
            throw Unfit(file, name, given, $"floating point of shape ({batch}, Q, 2) or ({batch}, h, w, 2)");
        return given.to(type).reshape(batch, -1, 2);
    }

    // Point by point, as (B * Q, channels) or (B, Q, channels), or as an image, (B, channels, h, w).
    private static Tensor? Channels(SafetensorsFile file, string name, long[] points, int? channels, ScalarType type, string device)
    {
        if (channels is null || !file.Contains(name))
            return null;
        var given = Load(file, name, device);
        var isImage = given.dim() == 4;
        if (!given.is_floating_point() || given.numel() != points[0] * points[1] * channels || given.shape[isImage ? 1 : ^1] != channels || given.shape is [_])
            throw Unfit(file, name, given, $"floating point of shape ({points[0] * points[1]}, {channels}), or an image of {channels} channels with a pixel for each query");
        return (isImage ? given.flatten(2).transpose(1, 2) : given).to(type).reshape(points[0], points[1], channels.Value);
    }

    private static Tensor Cells(SafetensorsFile file, string name, long[] points, ScalarType type, string device)
    {
        var given = Load(file, name, device);
        if (!given.is_floating_point() || given.shape is not [.., 2] || given.shape[0] != points[0])
            throw Unfit(file, name, given, $"floating point of shape ({points[0]}, 2) or ({points[0]}, {points[1]}, 2)");
        if (given.shape is [_, 2])
            return given.to(type).unsqueeze(1).expand(points);
        if (given.numel() != points[0] * points[1] * 2)
            throw Unfit(file, name, given, $"({points[0]}, 2), or as many as there are coordinates: ({points[0]}, {points[1]}, 2)");
        return given.to(type).reshape(points);
    }

    private static IEnumerable<GridQueries> GridsOf(SafetensorsFile file, string prefix, Tensor input)
    {
        for (var stage = 0; file.Contains($"{prefix}coords_stage{stage}"); stage++)
        {
            using var scope = NewDisposeScope();
            var name = $"{prefix}coords_stage{stage}";
            var given = Load(file, name, "cpu");
            if (given.shape is not [_, > 0 and <= int.MaxValue, > 0 and <= int.MaxValue, 2] || given.shape[0] != input.shape[0] || !given.is_floating_point())
                throw Unfit(file, name, given, $"floating point of shape ({input.shape[0]}, rows, columns, 2)");
            var (height, width) = ((int)input.shape[2], (int)input.shape[3]);
            var grid = GridQueries.Whole(height, width, (int)given.shape[1], (int)given.shape[2]);
            var points = grid.ToPoints(height, width, input.shape[0], float64, CPU);
            var sides = tensor([height / 2.0, width / 2.0]);
            if (!(((given.to(float64).reshape(points.Coords.shape) - points.Coords) * sides).abs().max().item<double>() <= GridTolerance))
                throw new CozException($"{file.Path}: tensor '{name}' is no regular grid over the whole image, which is what a stage ends on: give the centres of {given.shape[1]} x {given.shape[2]} equal cells.");
            yield return grid;
        }
    }

    private static CozException Unfit(SafetensorsFile file, string name, Tensor tensor, string expected) =>
        new($"{file.Path}: tensor '{name}' is {tensor.dtype} of shape ({string.Join(", ", tensor.shape)}), expected {expected}.");
}
