namespace Coz.Tests.Conformance;

/// <summary>What is wrong with an <see cref="OracleAligner"/>.</summary>
internal enum AlignerBreak
{
    Nothing,
    Guesses,
    AcceptsEverything,
    RejectsEverything,
}
