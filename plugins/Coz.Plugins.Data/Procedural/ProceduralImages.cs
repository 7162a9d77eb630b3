using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Data.Procedural;

/// <summary>The built-in images by index: five kinds in turn, each a pure function of seed, index and size.</summary>
internal static class ProceduralImages
{
    private static readonly (string Name, Func<int, int, Random, Pattern> Make)[] Kinds =
    [
        ("zone-plate", (height, width, _) => new ZonePlate(height, width)),
        ("dead-leaves", (height, width, random) => new DeadLeaves(height, width, random)),
        ("slanted-edge", (height, width, random) => new SlantedEdge(height, width, random)),
        ("siemens-star", (height, width, random) => new SiemensStar(height, width, random)),
        ("text", (_, _, random) => new TextTexture(random)),
    ];

    public static string Name(int index) => index < Kinds.Length ? Kinds[index].Name : $"{Kinds[index % Kinds.Length].Name}-{(index / Kinds.Length) + 1}";

    /// <returns>(1, 3, height, width); the caller disposes it.</returns>
    public static Tensor Render(int index, int seed, int height, int width) =>
        tensor(Samples(index, seed, height, width), [1, 3, height, width]);

    public static ByteImage RenderBytes(int index, int seed, int height, int width) =>
        new(height, width, Array.ConvertAll(Samples(index, seed, height, width), value => (byte)MathF.Round(value * 255)));

    private static float[] Samples(int index, int seed, int height, int width) =>
        Kinds[index % Kinds.Length].Make(height, width, new Random(unchecked((seed * 7919) + index))).Render(height, width);
}
