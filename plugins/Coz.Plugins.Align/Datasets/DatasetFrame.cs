using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>A frame of a scene on its way into the data set.</summary>
/// <param name="Step">Its step in the session, from 1.</param>
/// <param name="File">Its file, absolute.</param>
/// <param name="FocalLength">Its focal length, in mm.</param>
/// <param name="Scale">Its scale over the anchor; 1 for the anchor.</param>
/// <param name="Warp">Its warp; null for the anchor.</param>
/// <param name="Gain">The gain of each colour; empty for the anchor.</param>
/// <param name="Bias">The bias of each colour.</param>
internal sealed record DatasetFrame(int Step, string File, double FocalLength, double Scale, Warp? Warp, IReadOnlyList<double> Gain, IReadOnlyList<double> Bias);
