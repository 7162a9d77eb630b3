namespace Coz.Plugins.SimulatedRig;

/// <summary>What lies before the camera: linear light, white at 1. Coordinates are scene samples from its centre, x to the right, y down.</summary>
internal interface IScene
{
    /// <summary>Prepares a frame.</summary>
    /// <param name="window">What the frame sees.</param>
    /// <returns>The view, which bands are filled from; safe from several threads.</returns>
    ISceneView Open(SceneWindow window);
}
