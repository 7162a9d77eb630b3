using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// What the simulated camera and the simulated lens have in common: the ring, the optics behind it, and a folder. Safe from several threads.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private WorldState? _state;
    private SimulatedLensOptions _lens = new();

    private SimulatedWorld(RigContext context, string name)
    {
        Folder = Path.Combine(context.Folder, name);
        (Seed, _path) = (context.Seed, Path.Combine(Folder, "world.json"));
        Optics = new LensOptics(_lens, Seed);
    }

    /// <summary>Its folder: state, card and true warps.</summary>
    public string Folder { get; }

    public long Seed { get; }

    public LensOptics Optics { get; private set; }

    /// <summary>True if a lens belongs to it; a camera without one looks through a lens at its own widest focal length.</summary>
    public bool HasLens { get; private set; }

    public SimulatedLensOptions Lens => _lens;

    public WorldState State
    {
        get
        {
            lock (_gate)
                return _state ??= WorldState.Read(_path);
        }
    }

    /// <summary>The world of a name in a rig.</summary>
    public static SimulatedWorld Of(RigContext context, string name) => context.Shared($"coz.simulated-rig/{name}", () => new SimulatedWorld(context, name));

    public void Attach(SimulatedLensOptions lens)
    {
        (_lens, HasLens) = (lens, true);
        Optics = new LensOptics(lens, (long)Chance.Bits(Seed, lens.Seed));
    }

    /// <summary>Changes the state and keeps it.</summary>
    public WorldState Change(Func<WorldState, WorldState> change)
    {
        lock (_gate)
        {
            _state = change(_state ?? WorldState.Read(_path));
            _state.Write(_path);
            return _state;
        }
    }

    /// <summary>Moves the motor without keeping it: a move is kept at its end.</summary>
    public void Turn(double motor)
    {
        lock (_gate)
        {
            var state = _state ?? WorldState.Read(_path);
            _state = state with { Motor = motor, Ring = Follow(state.Ring, motor + state.Slipped) };
        }
    }

    /// <summary>Whether a fault is due; it happens once, even if the process is killed after it.</summary>
    public bool IsDue(string fault, IReadOnlyList<int> numbers, int number, int times = 1)
    {
        if (!numbers.Contains(number) || State.Happened.Count(entry => entry == $"{fault} {number}") >= times)
            return false;
        Change(state => state with { Happened = [.. state.Happened, $"{fault} {number}"] });
        return true;
    }

    // The ring follows when the play is used up.
    private double Follow(double ring, double motor)
    {
        var half = _lens.Backlash / 2;
        return Math.Clamp(Math.Clamp(ring, motor - half, motor + half), 0, _lens.Travel);
    }
}
