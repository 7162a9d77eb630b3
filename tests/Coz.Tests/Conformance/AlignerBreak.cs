namespace Coz.Tests.Conformance;

/// <summary>What is wrong with an <see cref="OracleAligner"/>.</summary>
public enum AlignerBreak
{
    Nothing,
    Guesses,
    AcceptsEverything,
    AcceptsAnyScene,
    AcceptsFlatSky,
    AcceptsDamagedFiles,
    Wanders,
    GivesNoReason,
    RejectsEverything,
    IgnoresCancels,
}
