using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Support;

/// <summary>Data sets shaped as COZ is published, made of small images.</summary>
internal static class CozFolder
{
    /// <summary>A training half of scenes with an image at each scale, and a test half with an HR image and LR images of scales 2, 3...</summary>
    public static void Write(TemporaryFolder folder, int scenes = 2, int lrHeight = 20, int lrWidth = 30, double[]? trainScales = null, int[]? testScales = null)
    {
        for (var scene = 1; scene <= scenes; scene++)
        {
            foreach (var scale in trainScales ?? [1, 1.5, 2.5])
                Save(folder, $"train_LR/scene{scene}/{scale * 100:000}.png", TestImages.Waves((int)(lrHeight * scale), (int)(lrWidth * scale), scene));
            if (testScales is not { Length: 0 })
                WriteTest(folder, $"scene{scene + 50}", lrHeight * 6, lrWidth * 6, testScales ?? [2, 3], scene);
        }
    }

    public static void WriteTest(TemporaryFolder folder, string scene, int height, int width, int[] scales, int seed)
    {
        using var hr = TestImages.Waves(height, width, seed);
        ImageFile.Write(folder.Path("test_HR", $"{scene}.png"), hr);
        foreach (var scale in scales)
            Save(folder, $"test_LR/{scene}/{scale}.png", Resize.Degrade(hr, height / scale, width / scale, Degradation.Box));
    }

    /// <summary>A scene of two frames that tell their place: the second has scales 2 (rows) and 2.5 and begins 0.25 and 0.3 LR px inside the first.</summary>
    public static void WriteRamps(TemporaryFolder folder, string first, string second)
    {
        Save(folder, first, RampPatch.Image(20, 22));
        Save(folder, second, RampPatch.Image(36, 50, 2, 2.5, 0.25, 0.3));
    }

    public static void Save(TemporaryFolder folder, string path, Tensor image)
    {
        ImageFile.Write(folder.Path(path.Split('/')), image);
        image.Dispose();
    }
}
