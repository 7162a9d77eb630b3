namespace Coz.Plugins.Checkpoints.Official;

/// <summary>How an official argument is treated.</summary>
internal enum ArgumentRule
{
    Mapped,
    Fixed,
    Required,
    Ignored,
    Ours,
    Implied,
}
