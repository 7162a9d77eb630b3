namespace Coz.Contracts;

/// <summary>
/// What the constructor of a kind's parts is told beside its options. <c>coz plugins doctor</c> constructs parts with the example.
/// </summary>
/// <typeparam name="TSelf">The context itself.</typeparam>
public interface IPartContext<TSelf>
    where TSelf : IPartContext<TSelf>
{
    /// <summary>A typical context.</summary>
    static abstract TSelf Example { get; }
}
