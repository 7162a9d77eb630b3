using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Tests.Plugins.Capture;

/// <summary>A camera and a lens that a test has made, whatever is asked for.</summary>
internal sealed class GivenParts(Camera camera, ZoomLens lens) : IPartFactory
{
    public IReadOnlyList<PartInfo> List<T>()
        where T : class => [];

    public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
        where T : class => new(name);

    public T Create<T>(Part<T> part, params object[] context)
        where T : class => (T)(object)(typeof(T) == typeof(Camera) ? camera : lens);
}
