using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Coz.Contracts.Devices;

/// <summary>How long the operations of a device may take, in seconds; what takes longer ends with <see cref="FaultKind.Timeout"/>.</summary>
public sealed record DeviceDeadlines : PluginOptions
{
    /// <summary>Connecting.</summary>
    [Description("Seconds to connect within."), Range(0.001, 3600)]
    public double Connect { get; init; } = 15;

    /// <summary>Disconnecting.</summary>
    [Description("Seconds to disconnect within."), Range(0.001, 3600)]
    public double Disconnect { get; init; } = 10;

    /// <summary>Describing all properties, or listing exposures.</summary>
    [Description("Seconds to list properties or exposures within."), Range(0.001, 3600)]
    public double Describe { get; init; } = 20;

    /// <summary>Reading or setting one property.</summary>
    [Description("Seconds to read or set one property within."), Range(0.001, 3600)]
    public double Property { get; init; } = 10;

    /// <summary>An exposure, shutter time included.</summary>
    [Description("Seconds for an exposure, the shutter's time included."), Range(0.001, 3600)]
    public double Expose { get; init; } = 60;

    /// <summary>The transfer of one exposure.</summary>
    [Description("Seconds for the transfer of one exposure."), Range(0.001, 3600)]
    public double Transfer { get; init; } = 180;

    /// <summary>Releasing an exposure.</summary>
    [Description("Seconds to release an exposure within."), Range(0.001, 3600)]
    public double Release { get; init; } = 20;

    /// <summary>Homing.</summary>
    [Description("Seconds for homing."), Range(0.001, 3600)]
    public double Home { get; init; } = 120;

    /// <summary>A move, where the driver does not say a better figure for its distance.</summary>
    [Description("Seconds for a move, where the driver knows no better figure for its distance."), Range(0.001, 3600)]
    public double Move { get; init; } = 60;

    /// <summary>Stopping a motor, or aborting an exposure.</summary>
    [Description("Seconds to stop or abort within."), Range(0.001, 3600)]
    public double Stop { get; init; } = 5;

    /// <summary>Reading a position.</summary>
    [Description("Seconds to read the position within."), Range(0.001, 3600)]
    public double Position { get; init; } = 5;

    /// <summary>How long an operation that was cancelled may take to end by itself before it is left behind.</summary>
    [Description("Seconds that a cancelled operation has to end by itself, before the device counts as faulted."), Range(0.001, 3600)]
    public double Grace { get; init; } = 3;
}
