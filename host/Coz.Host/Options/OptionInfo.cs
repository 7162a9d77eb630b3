using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Coz.Contracts;

namespace Coz.Host.Options;

/// <summary>An option as its record declares it.</summary>
/// <param name="Property">The property it is bound to.</param>
public sealed record OptionInfo(PropertyInfo Property)
{
    /// <summary>The key in JSON: the property's name in snake_case.</summary>
    public string Key { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Property.Name);

    /// <summary>What it is for.</summary>
    public string Description => Property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";

    /// <summary>True if it has no default.</summary>
    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>True if it may be null.</summary>
    public bool IsNullable => new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable;

    /// <summary>True if it stands at the top of the experiment.</summary>
    public bool IsSection => Property.IsDefined(typeof(SectionAttribute));

    /// <summary>True if it is a path.</summary>
    public bool IsPath => Property.IsDefined(typeof(OptionPathAttribute));

    /// <summary>Its type in words.</summary>
    public string TypeText => IsPath ? "path" : ScalarText.Describe(Property.PropertyType);

    /// <summary>Its default as it would be written; null if it is required.</summary>
    public string? DefaultText => IsRequired ? null : ScalarText.Show(Property.GetValue(Activator.CreateInstance(Property.ReflectedType!)));

    /// <summary>Its legal values, where they are limited.</summary>
    public string LegalText => string.Join("; ", new[]
    {
        Property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{range.Minimum} to {range.Maximum}" : "",
        (Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType) is { IsEnum: true } type ? string.Join(", ", ScalarText.NamesOf(type)) : "",
    }.Where(text => text.Length > 0));

    /// <summary>False if the default lies outside the range of the option: its author's mistake.</summary>
    public bool HasLegalDefault => IsRequired
        || Property.GetCustomAttribute<RangeAttribute>() is not { } range
        || Property.GetValue(Activator.CreateInstance(Property.ReflectedType!)) is not { } value
        || value is System.Collections.IEnumerable
        || range.IsValid(value);

    /// <summary>The options of a record, in the order of its properties.</summary>
    /// <param name="type">An options record; null for a part without options.</param>
    /// <returns>The options.</returns>
    public static IReadOnlyList<OptionInfo> Of(Type? type) => type is null
        ? []
        : [.. type.GetProperties().Where(property => property.CanWrite && property.GetCustomAttribute<BrowsableAttribute>()?.Browsable != false).Select(property => new OptionInfo(property))];
}
