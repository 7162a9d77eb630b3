namespace Coz.Plugins.SimulatedRig;

/// <summary>The part of a scene that a frame sees.</summary>
/// <param name="Left">The least x.</param>
/// <param name="Top">The least y.</param>
/// <param name="Right">The greatest x.</param>
/// <param name="Bottom">The greatest y.</param>
/// <param name="Footprint">Scene samples between two samples of the frame.</param>
/// <param name="Locate">Which column and row of the frame's samples sees a point; smooth, and exact where nothing is displaced.</param>
/// <param name="Slack">By how many samples of the frame content may be displaced.</param>
internal sealed record SceneWindow(double Left, double Top, double Right, double Bottom, float Footprint, Func<double, double, (double Column, double Row)> Locate, double Slack);
