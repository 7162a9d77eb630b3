using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.SimulatedRig;

/// <summary>What goes wrong with the simulated motor, by the numbers of its moves, from 1, over its life. Each happens once.</summary>
public sealed record LensFaults : PluginOptions
{
    /// <summary>The motor stalls half-way in these moves.</summary>
    [Description("Moves that stall half-way.")]
    public IReadOnlyList<int> StallAt { get; init; } = [];

    /// <summary>The controller raises an alarm in these moves.</summary>
    [Description("Moves in which the controller raises an alarm and locks itself.")]
    public IReadOnlyList<int> AlarmAt { get; init; } = [];

    /// <summary>The cable is pulled in these moves.</summary>
    [Description("Moves in which the cable is pulled.")]
    public IReadOnlyList<int> UnplugAt { get; init; } = [];

    /// <summary>These moves never end: the motor hums and stands.</summary>
    [Description("Moves that never end by themselves.")]
    public IReadOnlyList<int> HangAt { get; init; } = [];

    /// <summary>The belt slips in these moves: the ring stands elsewhere than the motor believes.</summary>
    [Description("Moves in which the belt slips by slip degrees: the motor does not notice.")]
    public IReadOnlyList<int> SlipAt { get; init; } = [];

    /// <summary>How far it slips, in degrees.</summary>
    [Description("How far it slips, in degrees of the ring."), Range(-30.0, 30.0)]
    public double Slip { get; init; } = -4;
}
