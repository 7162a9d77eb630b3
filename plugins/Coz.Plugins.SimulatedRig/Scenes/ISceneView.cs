namespace Coz.Plugins.SimulatedRig;

/// <summary>A scene as one frame sees it.</summary>
internal interface ISceneView
{
    /// <summary>Fills a band with light, each sample the mean over about its own footprint.</summary>
    void Fill(SceneBand band);
}
