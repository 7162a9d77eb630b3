using System.ComponentModel;

namespace Coz.Plugins.Data;

/// <summary>How COZ's images become pairs.</summary>
public enum CozMode
{
    /// <summary>Nothing that is known is dropped: scale of each axis, sub-pixel offsets, measured values where there is an index.</summary>
    [Description("Scale of each axis and sub-pixel offsets are kept; measured values where the data set has an index.")]
    Exact,

    /// <summary>As the released code has it.</summary>
    [Description("As the released code: one scale, whole offsets, frames by their position.")]
    Official,
}
