using System.Globalization;
using Coz.Contracts;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>
/// Writes scenes in COZ's layout. All images of a scene show the same field, so that the ratio of their sizes is their scale, as the released
/// code takes it; the anchor is cut there and nothing else, every other frame is resampled once.
/// </summary>
/// <param name="root">The data set's folder.</param>
/// <param name="hasPairs">Whether strict pairs are written.</param>
internal sealed class DatasetWriter(string root, bool hasPairs)
{
    private const string TrainLr = "train_LR";
    private const string TestLr = "test_LR";
    private const string TestHr = "test_HR";

    // Behind the name that the released code reads; other frames are candidates of mode exact.
    private const string TestMore = "test_LR_add";

    private const string StrictPairs = "pairs";

    private static readonly string[] Folders = [TrainLr, TestLr, TestHr, TestMore, StrictPairs];

    private readonly List<IndexFrame> _frames = [];
    private readonly List<IndexPair> _pairs = [];

    public int Images { get; private set; }

    /// <summary>Whether a folder holds what a build that was cut off has left, and nothing else: pictures in the folders of the layout, no index.</summary>
    public static bool IsCutOff(string root) => !File.Exists(Path.Combine(root, DatasetIndex.FileName))
        && Directory.EnumerateFileSystemEntries(root).All(entry => Directory.Exists(entry) ? Folders.Contains(Path.GetFileName(entry)) : IsLeftOver(entry))
        && Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).All(file => Path.GetExtension(file) == ".png" || IsLeftOver(file));

    /// <summary>Removes that.</summary>
    public static void Clear(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(root))
            File.Delete(file);
    }

    public int Pairs => _pairs.Count;

    /// <summary>Writes a scene of the training half.</summary>
    public void Train(DatasetScene scene, CancellationToken cancellationToken)
    {
        foreach (var frame in scene.Frames)
            Frame(scene, frame, $"{TrainLr}/{scene.Name}/{Label(frame)}.png", cancellationToken);
        Strict(scene, isTest: false, cancellationToken);
    }

    /// <summary>Writes a scene of the test half: the longest frame is HR; at place k - 2 lies the frame whose scale to it is nearest k.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="hasMore">Whether the frames without a place are written too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Test(DatasetScene scene, bool hasMore, CancellationToken cancellationToken)
    {
        var (hr, places) = (scene.Frames[^1], TestPlaces(scene));
        Frame(scene, hr, $"{TestHr}/{scene.Name}.png", cancellationToken);
        for (var place = 0; place < places.Count; place++)
            Frame(scene, places[place], string.Create(CultureInfo.InvariantCulture, $"{TestLr}/{scene.Name}/{place + 2:00}-{Label(places[place])}.png"), cancellationToken);
        foreach (var frame in hasMore ? scene.Frames.Where(frame => frame != hr && !places.Contains(frame)) : [])
            Frame(scene, frame, $"{TestMore}/{scene.Name}/{Label(frame)}.png", cancellationToken);
        Strict(scene, isTest: true, cancellationToken);
    }

    /// <summary>The frames at the places of test_LR: for k = 2, 3, ... the one nearest to it, as long as there is one within a half.</summary>
    public static IReadOnlyList<DatasetFrame> TestPlaces(DatasetScene scene)
    {
        var (hr, rest) = (scene.Frames[^1], scene.Frames.SkipLast(1).ToList());
        var places = new List<DatasetFrame>();
        for (var k = 2; rest.Count > 0; k++)
        {
            var nearest = rest.MinBy(frame => Math.Abs((hr.Scale / frame.Scale) - k))!;
            if (Math.Abs((hr.Scale / nearest.Scale) - k) > 0.5)
                break;
            places.Add(nearest);
            rest.Remove(nearest);
        }

        return places;
    }

    /// <summary>Writes index.json, last: a data set without one was cut off.</summary>
    public void Finish() => new DatasetIndex(_frames, _pairs).Write(root);

    // By scale in the order of names; by its step too, for two frames may stand at one position of the ring.
    private static string Label(DatasetFrame frame) => string.Create(CultureInfo.InvariantCulture, $"{frame.Scale:00.000}x-{frame.FocalLength:000.##}mm-{frame.Step:0000}");

    // What a kill leaves of a file that was being written.
    private static bool IsLeftOver(string file) => file.EndsWith(".tmp", StringComparison.Ordinal) && (file.Contains(".png.", StringComparison.Ordinal) || file.Contains(DatasetIndex.FileName, StringComparison.Ordinal));

    private void Frame(DatasetScene scene, DatasetFrame frame, string path, CancellationToken cancellationToken)
    {
        var (rows, columns) = Save(frame, scene.Field, path, cancellationToken);
        _frames.Add(new IndexFrame(path, scene.Name, new AxisPair((double)rows / scene.Field.Height, (double)columns / scene.Field.Width), new AxisPair(0, 0)));
    }

    private void Strict(DatasetScene scene, bool isTest, CancellationToken cancellationToken)
    {
        if (!hasPairs)
            return;
        var whole = new Area(0, 0, scene.Width, scene.Height, 1);
        var lr = $"{StrictPairs}/{scene.Name}/{Label(scene.Frames[0])}.png";
        Save(scene.Frames[0], whole, lr, cancellationToken);
        foreach (var frame in scene.Frames.Where(frame => frame.Warp is not null))
        {
            var field = DatasetScene.FieldOf(frame);
            var hr = $"{StrictPairs}/{scene.Name}/{Label(frame)}.png";
            var (rows, columns) = Save(frame, field, hr, cancellationToken);
            _pairs.Add(new IndexPair(lr, hr, scene.Name, isTest, new AxisPair((double)rows / field.Height, (double)columns / field.Width), new AxisPair(field.Top, field.Left)));
        }
    }

    private (int Rows, int Columns) Save(DatasetFrame frame, Area field, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var photo = ImageFile.ReadBytes(frame.File);
        using var picture = frame.Warp is null
            ? Cut(photo, field)
            : new Resampler(photo, frame.Warp, frame.Gain, frame.Bias).Resample(field, (int)Math.Round(field.Width * frame.Scale), (int)Math.Round(field.Height * frame.Scale), cancellationToken);
        if (!Cv2.ImEncode(".png", picture, out var bytes))
            throw new CozException($"{path} cannot be encoded as PNG.");
        WholeFile.Write(Path.Combine(root, path), stream => stream.Write(bytes));
        Images++;
        return (picture.Rows, picture.Cols);
    }

    private static Mat Cut(ByteImage photo, Area field)
    {
        var (plane, line) = (photo.Width * photo.Height, new byte[3 * field.Width]);
        var picture = new Mat(field.Height, field.Width, MatType.CV_8UC3);
        for (var y = 0; y < field.Height; y++)
        {
            for (var x = 0; x < field.Width; x++)
            {
                var at = ((field.Top + y) * photo.Width) + field.Left + x;
                (line[3 * x], line[(3 * x) + 1], line[(3 * x) + 2]) = (photo.Values[(2 * plane) + at], photo.Values[plane + at], photo.Values[at]);
            }

            System.Runtime.InteropServices.Marshal.Copy(line, 0, picture.Ptr(y), line.Length);
        }

        return picture;
    }
}
