using System.Reflection;
using Coz.Contracts;

namespace Coz.Host.Parts;

/// <summary>A kind of part: the base class of the contracts that carries its mark.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Key">The key by which a section names a part of the kind.</param>
/// <param name="BaseType">The marked base class.</param>
public sealed record PartKind(string Kind, string Key, Type BaseType)
{
    /// <summary>The kind of a class: that of its nearest marked base class, or of itself.</summary>
    /// <param name="type">A class.</param>
    /// <returns>The kind; null if it is no part.</returns>
    public static PartKind? Of(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetCustomAttribute<PluginKindAttribute>(inherit: false) is { } mark)
                return new PartKind(mark.Kind, mark.Key, current);
        }

        return null;
    }
}
