namespace Coz.Contracts.Models;

/// <summary>Which pair: of which data set, from which file, at which scale.</summary>
/// <param name="Dataset">The data set's name in tables.</param>
/// <param name="Image">The image's name in tables: its file name without its ending.</param>
/// <param name="Scale">The nominal scale, at least 1; the true ratio of each axis is in the loaded pair.</param>
/// <param name="Path">The HR file, for messages; empty where none exists.</param>
public sealed record PairInfo(string Dataset, string Image, double Scale, string Path = "");
