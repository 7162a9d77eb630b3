using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi.Training;

/// <summary>What the mixer reads, by addresses; whoever holds the tensors keeps them alive.</summary>
internal sealed unsafe class MixerQueries
{
    public const int Tokens = 16;

    // Of a token in the channel mix after its features: RGB, relative row and column, scale.
    public const int Place = 6;
    private const int Colour = 3;
    private readonly float* _pixels;
    private readonly float* _steering;
    private readonly float* _relative;
    private readonly float* _areas;
    private readonly float* _scale;
    private readonly long[] _index;

    /// <summary>Takes the first six tensors of <see cref="MixerFunction"/>, none of them empty.</summary>
    public MixerQueries(IReadOnlyList<Tensor> tensors)
    {
        (Pixels, Channels) = ((int)tensors[0].shape[1], (int)tensors[0].shape[2] - Colour);
        Blocks = new QueryBlocks((int)tensors[2].shape[0], (int)tensors[2].shape[1]);
        _index = tensors[2].data<long>().ToArray();
        _pixels = TensorMemory.Address(tensors[0]);
        _steering = TensorMemory.Address(tensors[1]);
        _relative = TensorMemory.Address(tensors[3]);
        _areas = TensorMemory.Address(tensors[4]);
        _scale = TensorMemory.Address(tensors[5]);
    }

    /// <summary>Pixels of the map.</summary>
    public int Pixels { get; }

    public int Channels { get; }

    /// <summary>Numbers of a pixel.</summary>
    public int PixelStride => Channels + Colour;

    public QueryBlocks Blocks { get; }

    /// <summary>The pixel that a token of a query is, within its image.</summary>
    public long Pixel(long query, int token) => _index[(query * Tokens) + token];

    /// <summary>The steering of a token of a query: an offset, for its gradient as well.</summary>
    public long Steering(long query, int token) => ((query * Tokens) + token) * Channels;

    /// <summary>Reads a token: features and steering, rows of channels; its place and its share.</summary>
    public void Read(int image, long query, int token, float* features, float* steering, float* place, out float area)
    {
        var pixel = _pixels + ((((long)image * Pixels) + Pixel(query, token)) * PixelStride);
        new ReadOnlySpan<float>(pixel, Channels).CopyTo(new Span<float>(features, Channels));
        new ReadOnlySpan<float>(_steering + Steering(query, token), Channels).CopyTo(new Span<float>(steering, Channels));
        new ReadOnlySpan<float>(pixel + Channels, Colour).CopyTo(new Span<float>(place, Colour));
        var at = (query * Tokens) + token;
        (place[Colour], place[Colour + 1], place[Colour + 2]) = (_relative[2 * at], _relative[(2 * at) + 1], _scale[query]);
        area = _areas[at];
    }
}
