namespace Coz.Tests.Conformance;

/// <summary>What is wrong with a <see cref="MemoryCamera"/>.</summary>
public enum CameraBreak
{
    Nothing,
    TakesAnyValue,
    IgnoresValues,
    TakesReadOnlyValues,
    DescribesAKeyTwice,
    OpensOnce,
    ChangesBytes,
    CutsFiles,
    RepeatsIds,
    CountsAnewInEveryConnection,
    NeverReleases,
    ForgetsOnRelease,
    StaysBusyAfterACancel,
    IgnoresCancels,
}
