namespace Coz.Contracts.Devices;

/// <summary>What a rig is going to be used for, as far as its devices can check it before anything is connected or moves.</summary>
/// <param name="FocalFrom">The shortest focal length of the sweep, in mm.</param>
/// <param name="FocalTo">The longest focal length of the sweep, in mm.</param>
/// <param name="Frames">The number of frames; 0 if unknown.</param>
public sealed record RigPlan(double FocalFrom, double FocalTo, int Frames = 0);
