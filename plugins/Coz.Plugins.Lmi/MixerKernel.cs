using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>
/// LMI's mixer in one pass over tiles of queries: channels lie along the vector, so that mixing tokens is a product without transposing.
/// </summary>
/// <remarks>
/// <para>
/// Neighbouring queries between the same LR pixels share the token mix's product with the features; the steering's share depends on the
/// sub-pixel phase alone (<see cref="MixerTables"/>), and so do the place's and, an LR pixel, the colour's shares of the channel mix.
/// </para>
/// <para>
/// Operations an output pixel with 64 channels: 2 * 16 * 64 * (32 + 128 + 128) = 590 thousand, 65 thousand a run of queries between the
/// same pixels, and 6144 GELUs; bytes: 16 pixels of 768 out of the second-level cache, 8 KB of steering.
/// A tile is 6 queries, 96 tokens: 100 KB of activations.
/// </para>
/// </remarks>
internal sealed unsafe class MixerKernel : ITileKernel
{
    private const int Around = 4;
    private const int Tokens = Around * Around;
    private const int Queries = 6;
    private static readonly int HiddenRows = DenseStack.Padded(2 * Tokens);
    private static readonly int TokenRows = DenseStack.Padded(Tokens);

    // Rows of channels that mixing one query's tokens needs.
    private static readonly int Work = HiddenRows + (2 * Tokens) + TokenRows + Tokens;
    private readonly MixerWeights _weights;
    private readonly MixerTables _tables;
    private readonly AxisNeighbours _rows;
    private readonly AxisNeighbours _columns;
    private readonly Tensor _features;
    private readonly Tensor _colours;
    private readonly float* _feature;
    private readonly float* _colour;
    private readonly int _lrWidth;
    private readonly OutputPlanes _output;

    /// <summary>Prepares the kernel for one image.</summary>
    /// <param name="pixels">(h * w, channels + 3): features and colour; the caller keeps it alive.</param>
    public MixerKernel(Tensor pixels, int lrWidth, MixerWeights weights, MixerTables tables, AxisNeighbours rows, AxisNeighbours columns, OutputPlanes output)
    {
        (_weights, _tables, _rows, _columns, _lrWidth, _output) = (weights, tables, rows, columns, lrWidth, output);
        using var features = pixels.narrow(1, 0, weights.Channels);
        using var colours = pixels.narrow(1, weights.Channels, 3);
        _features = TensorMemory.WholeVectors(features);
        _colours = weights.ColourShare(colours);
        _feature = TensorMemory.Address(_features);
        _colour = TensorMemory.Address(_colours);
    }

    /// <inheritdoc/>
    public int Pixels => Queries;

    /// <inheritdoc/>
    public int Scratch => ((Work + (2 * Queries * Tokens) + Queries) * C) + (Queries * Tokens * _weights.Wide) + (Queries * _weights.Last.Stride) + _tables.Scratch;

    private int C => _weights.Stride;

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var tokens = scratch;
        var mixed = tokens + (Queries * Tokens * C);
        var wide = mixed + (Queries * Tokens * C);
        var work = wide + (Queries * Tokens * _weights.Wide);
        var steering = work + (Work * C);
        _tables.Make<TLanes, TVector>(row, column, count, steering);
        for (var i = 0; i < count; i++)
        {
            var isNew = i == 0 || !_columns.Cells(column + i).SequenceEqual(_columns.Cells(column + i - 1));
            MixTokens<TLanes, TVector>(row, column + i, isNew, _tables.At(row, column + i, i, steering), work, tokens + (i * Tokens * C));
            Place<TLanes, TVector>(row, column + i, wide + (i * Tokens * _weights.Wide));
        }

        var rows = DenseStack.Padded(count * Tokens);
        _weights.Widen.Apply<TLanes, TVector>(rows, tokens, C, wide, _weights.Wide, isAdded: true);
        RowLoops.Gelu<TLanes, TVector>(wide, rows * _weights.Wide);
        _weights.Narrow.Apply<TLanes, TVector>(rows, wide, _weights.Wide, mixed, C);
        for (var i = 0; i < count; i++)
            Blend<TLanes, TVector>(row, column + i, tokens + (i * Tokens * C), mixed + (i * Tokens * C), work + (i * C));
        var rgb = work + (Queries * C);
        _weights.Last.Apply<TLanes, TVector>(Queries, work, C, rgb, _weights.Last.Stride);
        for (var i = 0; i < count; i++)
            _output.Store(row, column + i, rgb + (i * _weights.Last.Stride));
    }

    private float* Pixel(float* map, int stride, int row, int column, int token) =>
        map + ((((nint)_rows.Cells(row)[token / Around] * _lrWidth) + _columns.Cells(column)[token % Around]) * stride);

    // to = features + GELU(second (GELU(first features + steering))), tokens by channels.
    private void MixTokens<TLanes, TVector>(int row, int column, bool isNew, float* steering, float* work, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var shared = work;
        var hidden = shared + (HiddenRows * C);
        var second = hidden + (2 * Tokens * C);
        var features = second + (TokenRows * C);
        if (isNew)
        {
            for (var t = 0; t < Tokens; t++)
                new ReadOnlySpan<float>(Pixel(_feature, C, row, column, t), C).CopyTo(new Span<float>(features + (t * C), C));
            TokenProduct.Apply<TLanes, TVector>(HiddenRows, _weights.TokenFirst.Address, Tokens, 1, Tokens, features, _weights.Zeros.Address, C, shared, C);
        }

        for (var i = 0; i < 2 * Tokens * C; i += TLanes.Count)
            TLanes.Store(hidden + i, VectorMath.Gelu<TLanes, TVector>(TLanes.Add(TLanes.Load(shared + i), TLanes.Load(steering + i))));
        TokenProduct.Apply<TLanes, TVector>(TokenRows, _weights.TokenSecond.Address, 2 * Tokens, 1, 2 * Tokens, hidden, _weights.TokenBias.Address, C, second, C);
        for (var i = 0; i < Tokens * C; i += TLanes.Count)
            TLanes.Store(to + i, TLanes.Add(TLanes.Load(features + i), VectorMath.Gelu<TLanes, TVector>(TLanes.Load(second + i))));
    }

    private void Place<TLanes, TVector>(int row, int column, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var wide = _weights.Wide;
        for (var t = 0; t < Tokens; t++)
        {
            var below = _weights.RowPlace.Address + ((((nint)_rows.Phase(row) * Around) + (t / Around)) * wide);
            var beside = _weights.ColumnPlace.Address + ((((nint)_columns.Phase(column) * Around) + (t % Around)) * wide);
            RowLoops.Sum<TLanes, TVector>(Pixel(_colour, wide, row, column, t), below, beside, to + (t * wide), wide, isRelu: false);
        }
    }

    // The sum over tokens of their weight times (features + tokens + GELU(mixed)).
    private void Blend<TLanes, TVector>(int row, int column, float* tokens, float* mixed, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Span<float> areas = stackalloc float[Tokens];
        AreaWeights.Of(_rows.Relative(_rows.Phase(row)), _columns.Relative(_columns.Phase(column)), areas);
        for (var i = 0; i < C; i += TLanes.Count)
        {
            var sum = TLanes.All(0);
            for (var t = 0; t < Tokens; t++)
            {
                var both = TLanes.Add(TLanes.Load(tokens + (t * C) + i), VectorMath.Gelu<TLanes, TVector>(TLanes.Load(mixed + (t * C) + i)));
                both = TLanes.Add(both, TLanes.Load(Pixel(_feature, C, row, column, t) + i));
                sum = TLanes.MultiplyAdd(both, TLanes.All(areas[t]), sum);
            }

            TLanes.Store(to + i, sum);
        }
    }
}
