using System.Runtime.InteropServices;
using Coz.Contracts;
using OpenCvSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>Between OpenCV's interleaved BGR matrices and our planar RGB tensors.</summary>
internal static class MatTensor
{
    public static Tensor ToTensor(Mat mat, string path, List<string> notes)
    {
        var channels = CheckedChannels(mat, path);
        if (channels == 4)
            notes.Add($"{path}: alpha dropped.");
        var (rows, columns, isBytes) = (mat.Rows, mat.Cols, mat.Depth() == MatType.CV_8U);
        var planar = new float[3 * rows * columns];
        var buffer = new byte[columns * mat.ElemSize()];
        for (var row = 0; row < rows; row++)
        {
            Marshal.Copy(mat.Ptr(row), buffer, 0, buffer.Length);
            if (isBytes)
                Split(buffer, planar, row * columns, rows * columns, channels);
            else
                Split(MemoryMarshal.Cast<byte, ushort>(buffer), planar, row * columns, rows * columns, channels);
        }

        return tensor(planar, [1, 3, rows, columns]);
    }

    public static ByteImage ToBytes(Mat mat, string path)
    {
        var channels = CheckedChannels(mat, path);
        var (rows, columns, isBytes) = (mat.Rows, mat.Cols, mat.Depth() == MatType.CV_8U);
        var planar = new byte[3 * rows * columns];
        var buffer = new byte[columns * mat.ElemSize()];
        var levels = isBytes ? buffer : new byte[columns * channels];
        for (var row = 0; row < rows; row++)
        {
            Marshal.Copy(mat.Ptr(row), buffer, 0, buffer.Length);
            if (!isBytes)
                Narrow(MemoryMarshal.Cast<byte, ushort>(buffer), levels);
            for (var c = 0; c < 3; c++)
            {
                var output = planar.AsSpan((c * rows * columns) + (row * columns), columns);
                var from = channels == 1 ? 0 : 2 - c;
                for (var x = 0; x < output.Length; x++, from += channels)
                    output[x] = levels[from];
            }
        }

        return new ByteImage(rows, columns, planar);
    }

    public static Mat ToMat(Tensor image, int bits)
    {
        var (rows, columns) = ((int)image.shape[^2], (int)image.shape[^1]);
        using var scope = NewDisposeScope();
        var levels = (1 << bits) - 1;
        var interleaved = image.detach().to(float64).cpu().view(3, rows, columns).clamp(0, 1).mul(levels).add(0.5).floor().flip(0).permute(1, 2, 0).contiguous();
        var values = interleaved.data<double>().ToArray();
        var mat = new Mat(rows, columns, bits == 8 ? MatType.CV_8UC3 : MatType.CV_16UC3);
        var bytes = bits == 8
            ? Array.ConvertAll(values, value => (byte)value)
            : MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (ushort)value).AsSpan()).ToArray();
        Marshal.Copy(bytes, 0, mat.Data, bytes.Length);
        return mat;
    }

    public static Mat ToMat(ByteImage image)
    {
        var plane = image.Height * image.Width;
        var interleaved = new byte[3 * plane];
        for (var i = 0; i < plane; i++)
            (interleaved[3 * i], interleaved[(3 * i) + 1], interleaved[(3 * i) + 2]) = (image.Values[(2 * plane) + i], image.Values[plane + i], image.Values[i]);
        var mat = new Mat(image.Height, image.Width, MatType.CV_8UC3);
        Marshal.Copy(interleaved, 0, mat.Data, interleaved.Length);
        return mat;
    }

    private static int CheckedChannels(Mat mat, string path)
    {
        var channels = mat.Channels();
        if (channels is not (1 or 3 or 4))
            throw new CozException($"{path} has {channels} channels: expected 1 (gray), 3 (colour) or 4 (colour and alpha).");
        return mat.Depth() is MatType.CV_8U or MatType.CV_16U
            ? channels
            : throw new CozException($"{path} has samples of another type than 8 or 16 bits: save it as one of these.");
    }

    private static void Narrow(ReadOnlySpan<ushort> row, Span<byte> levels)
    {
        for (var i = 0; i < row.Length; i++)
            levels[i] = (byte)(((row[i] * 255u) + 32767u) / 65535u);
    }

    // A division, not a product with a rounded reciprocal: k / 255 must be the float that every other reader gives.
    private static void Split(ReadOnlySpan<byte> row, float[] planar, int at, int plane, int channels)
    {
        for (var x = 0; x < row.Length / channels; x++)
        {
            for (var c = 0; c < 3; c++)
                planar[(c * plane) + at + x] = row[(x * channels) + (channels == 1 ? 0 : 2 - c)] / 255f;
        }
    }

    private static void Split(ReadOnlySpan<ushort> row, float[] planar, int at, int plane, int channels)
    {
        for (var x = 0; x < row.Length / channels; x++)
        {
            for (var c = 0; c < 3; c++)
                planar[(c * plane) + at + x] = row[(x * channels) + (channels == 1 ? 0 : 2 - c)] / 65535f;
        }
    }
}
