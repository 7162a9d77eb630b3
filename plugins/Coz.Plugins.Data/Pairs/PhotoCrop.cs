using System.Buffers;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>Takes rectangles of photos as tensors.</summary>
internal static class PhotoCrop
{
    /// <summary>Takes a rectangle; what lies beyond the photo is black.</summary>
    /// <returns>(1, 3, height, width) float32 in [0, 1]; the caller disposes it.</returns>
    public static Tensor Take(IPhoto photo, CropArea area)
    {
        var (height, width) = (Math.Clamp(photo.Height - area.Top, 0, area.Height), Math.Clamp(photo.Width - area.Left, 0, area.Width));
        var inside = ArrayPool<byte>.Shared.Rent(3 * height * width);
        var all = ArrayPool<byte>.Shared.Rent(3 * area.Height * area.Width);
        try
        {
            if (height > 0 && width > 0)
                photo.CopyTo(area.Top, area.Left, height, width, inside);
            if ((height, width) == (area.Height, area.Width))
                return ByteTensor.From(inside, height, width);
            all.AsSpan().Clear();
            for (var line = 0; line < 3 * height; line++)
                inside.AsSpan(line * width, width).CopyTo(all.AsSpan(((line / height * area.Height) + (line % height)) * area.Width));
            return ByteTensor.From(all, area.Height, area.Width);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(inside);
            ArrayPool<byte>.Shared.Return(all);
        }
    }
}
