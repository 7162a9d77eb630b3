using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// Photos side by side, a sample of a photo a sample of the scene. One photo fills the scene, mirrored beyond its edges; several
/// make a mosaic that goes on for ever, its first cells one photo each, the further ones the same in a seeded order, half of them mirrored.
/// </summary>
internal sealed class PhotoScene : IScene
{
    private readonly IReadOnlyList<Pyramid> _photos;
    private readonly long _seed;
    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly int _columns;
    private readonly int _rows;

    public PhotoScene(IReadOnlyList<string> paths, long seed)
    {
        _seed = seed;
        _photos = [.. paths.Select(Pyramid.Read)];
        (_cellWidth, _cellHeight) = (_photos.Min(photo => photo.Width), _photos.Min(photo => photo.Height));
        (_columns, _rows) = Layout(_photos.Count, _cellWidth, _cellHeight);
    }

    /// <summary>The columns and rows of a mosaic that is about as wide as the sensor.</summary>
    public static (int Columns, int Rows) Layout(int photos, int width, int height)
    {
        var columns = Math.Clamp((int)Math.Round(Math.Sqrt(photos / SensorFormat.Aspect * height / width)), 1, photos);
        return (columns, photos / columns);
    }

    public ISceneView Open(SceneWindow window) => new View(this, window.Footprint);

    private (Pyramid Photo, bool IsMirrored) Cell(int column, int row)
    {
        if (column >= 0 && column < _columns && row >= 0 && row < _rows)
            return (_photos[(row * _columns) + column], false);
        var bits = Chance.Bits(_seed, column, row);
        return (_photos[(int)(bits % (ulong)_photos.Count)], (bits & (1UL << 40)) != 0);
    }

    private sealed class View(PhotoScene scene, float footprint) : ISceneView
    {
        public void Fill(SceneBand band)
        {
            var (width, height) = (scene._cellWidth, scene._cellHeight);
            var (centreX, centreY) = ((scene._columns * width / 2f) - 0.5f, (scene._rows * height / 2f) - 0.5f);
            var (cellColumn, cellRow) = (int.MinValue, int.MinValue);
            Pyramid.Level? level = null;
            var isMirrored = false;
            var (factor, offset) = (1f, 0f);
            for (var i = 0; i < band.Rows * band.Columns; i++)
            {
                var (x, y) = (band.X[i] + centreX, band.Y[i] + centreY);
                if (scene._photos.Count > 1)
                {
                    var (column, row) = ((int)MathF.Floor((x + 0.5f) / width), (int)MathF.Floor((y + 0.5f) / height));
                    (x, y) = (x - (column * width), y - (row * height));
                    if (column != cellColumn || row != cellRow)
                    {
                        (cellColumn, cellRow) = (column, row);
                        (var photo, isMirrored) = scene.Cell(column, row);
                        level = photo.At(footprint);
                    }
                }
                else
                {
                    level ??= scene._photos[0].At(footprint);
                }

                factor = 1f / (1 << level!.Depth);
                offset = (0.5f * factor) - 0.5f;
                if (isMirrored)
                    x = width - 1 - x;
                var light = Cubic(level, (x * factor) + offset, (y * factor) + offset) * (1f / 65535);
                band.Light[0][i] = light.GetElement(0);
                band.Light[1][i] = light.GetElement(1);
                band.Light[2][i] = light.GetElement(2);
            }
        }

        // Keys' cubic, a = -0.5.
        private static Vector128<float> Cubic(Pyramid.Level level, float x, float y)
        {
            var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
            Span<float> wx = stackalloc float[4];
            Span<float> wy = stackalloc float[4];
            Weights(x - column, wx);
            Weights(y - row, wy);
            var sum = Vector128<float>.Zero;
            ref var values = ref MemoryMarshal.GetReference(level.Values);
            if (column >= 1 && row >= 1 && column < level.Width - 2 && row < level.Height - 2)
            {
                for (var j = 0; j < 4; j++)
                {
                    ref var at = ref Unsafe.Add(ref values, (nint)4 * (((nint)(row + j - 1) * level.Width) + column - 1));
                    var line = (wx[0] * Load(ref at)) + (wx[1] * Load(ref Unsafe.Add(ref at, 4))) + (wx[2] * Load(ref Unsafe.Add(ref at, 8))) + (wx[3] * Load(ref Unsafe.Add(ref at, 12)));
                    sum += wy[j] * line;
                }
            }
            else
            {
                for (var j = 0; j < 4; j++)
                {
                    var line = (nint)Mirror(row + j - 1, level.Height) * level.Width;
                    for (var i = 0; i < 4; i++)
                        sum += wy[j] * wx[i] * Load(ref Unsafe.Add(ref values, (nint)4 * (line + Mirror(column + i - 1, level.Width))));
                }
            }

            return Vector128.Max(sum, Vector128<float>.Zero);
        }

        private static void Weights(float t, Span<float> weights)
        {
            weights[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
            weights[1] = (((1.5f * t) - 2.5f) * t * t) + 1;
            weights[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
            weights[3] = ((0.5f * t) - 0.5f) * t * t;
        }

        private static Vector128<float> Load(ref ushort at)
        {
            var four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref at))).AsUInt16();
            return Vector128.ConvertToSingle(Vector128.WidenLower(four).AsInt32());
        }

        private static int Mirror(int at, int count)
        {
            var period = 2 * count;
            var folded = ((at % period) + period) % period;
            return folded < count ? folded : period - 1 - folded;
        }
    }
}
