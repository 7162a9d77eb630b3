namespace Coz.Contracts.Devices;

/// <summary>A position of a zoom motor and the focal length there.</summary>
/// <param name="Position">The position, in the lens's unit.</param>
/// <param name="FocalLength">The focal length, in mm.</param>
public readonly record struct FocalPoint(double Position, double FocalLength);
