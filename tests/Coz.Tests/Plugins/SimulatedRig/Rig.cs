using Coz.Contracts.Devices;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Support;
using OpenCvSharp;

namespace Coz.Tests.Plugins.SimulatedRig;

/// <summary>A small simulated rig that is connected and homed.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Rig(SimulatedCameraOptions camera, SimulatedLensOptions lens)
    {
        Context = new RigContext(TimeProvider.System, _folder.FullPath, 5);
        Lens = new SimulatedLens(lens, Context);
        Camera = new SimulatedCamera(camera, Context);
    }

    public RigContext Context { get; }

    public SimulatedLens Lens { get; }

    public SimulatedCamera Camera { get; }

    public string TruthFolder => Path.Combine(Context.Folder, "simulated", "truth");

    public static SimulatedCameraOptions SmallCamera => new() { Width = 320, Widest = 35, Longest = 70 };

    public static async Task<Rig> ReadyAsync(SimulatedCameraOptions? camera = null, SimulatedLensOptions? lens = null)
    {
        var rig = new Rig(camera ?? SmallCamera, lens ?? new SimulatedLensOptions());
        await rig.Camera.ConnectAsync();
        await rig.Lens.ConnectAsync();
        await rig.Lens.HomeAsync();
        return rig;
    }

    /// <summary>Moves to a focal length from below, and takes a picture.</summary>
    public async Task<byte[]> TakeAsync(double focal)
    {
        var position = Lens.Capabilities.FocalLengths!.PositionOf(focal);
        await Lens.MoveToAsync(Math.Max(0, position - 2));
        await Lens.MoveToAsync(position);
        return await TakeAsync();
    }

    public async Task<byte[]> TakeAsync()
    {
        var ticket = await Camera.ExposeAsync();
        using var file = new MemoryStream();
        await Camera.TransferAsync(ticket, file);
        return file.ToArray();
    }

    public FrameTruth TruthOf(byte[] picture) =>
        FrameTruth.ReadFolder(TruthFolder)[Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture))];

    public static float[,] Luminance(byte[] picture)
    {
        using var decoded = Cv2.ImDecode(picture, ImreadModes.Grayscale);
        var values = new float[decoded.Rows, decoded.Cols];
        for (var y = 0; y < values.GetLength(0); y++)
        {
            for (var x = 0; x < values.GetLength(1); x++)
                values[y, x] = decoded.Get<byte>(y, x);
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        await Camera.DisposeAsync();
        await Lens.DisposeAsync();
        _folder.Dispose();
    }
}
