namespace Coz.Contracts.Models;

/// <summary>Whether the outputs of one call depend on each other.</summary>
public enum Coupling
{
    /// <summary>Each output depends on its own query: queries may be cut into chunks at will.</summary>
    Independent,

    /// <summary>Each output depends on the whole set of queries (SRNO): the set is decoded at once, and a part of it gives other numbers.</summary>
    WholeSet,
}
