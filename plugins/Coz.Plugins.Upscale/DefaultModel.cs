using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale;

/// <summary>The model that is used where none is named: the one place that says which.</summary>
internal static class DefaultModel
{
    /// <summary>The shipped model; null as long as none is shipped.</summary>
    public static ModelSpec? Shipped => null;

    /// <summary>What to do without one.</summary>
    public const string Request = "model is missing: no trained model is shipped yet, so name a checkpoint (--model MODEL.pth), or --model bicubic for plain interpolation";
}
