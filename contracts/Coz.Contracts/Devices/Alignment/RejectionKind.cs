namespace Coz.Contracts.Devices;

/// <summary>Why a pair was rejected.</summary>
public enum RejectionKind
{
    /// <summary>Too little structure to say where anything is: sky, a wall, a blurred frame.</summary>
    Featureless,

    /// <summary>The photos do not show the same scene, or too little of it.</summary>
    OtherScene,

    /// <summary>Near and far parts moved against each other: no smooth warp fits.</summary>
    Parallax,

    /// <summary>Something in the scene moved.</summary>
    Motion,

    /// <summary>The exposures differ too much, or too much is clipped.</summary>
    Exposure,

    /// <summary>Scale, rotation or shift are not what the focal lengths allow.</summary>
    Geometry,

    /// <summary>Too little of the reference is covered.</summary>
    Overlap,

    /// <summary>The tiles that were held out are further off than the limit.</summary>
    Accuracy,

    /// <summary>A photo cannot be used: damaged, another size, too dark.</summary>
    Image,
}
