using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>What sources of real photos share when they give patches for training.</summary>
public abstract record PhotoOptions : PluginOptions
{
    /// <summary>The default of <see cref="CacheMb"/>.</summary>
    internal const int DefaultCacheMb = 1024;

    /// <summary>Memory for decoded images, in MB of 8-bit samples.</summary>
    [Range(1, 1 << 20)]
    [Description("Memory for decoded images while training, in MB (3 bytes a pixel); what was not used for longest goes first.")]
    public int CacheMb { get; init; } = DefaultCacheMb;

    /// <summary>A tile store that <c>coz data pack</c> wrote; null to decode the photos.</summary>
    [OptionPath]
    [Description("A tile store written by 'coz data pack': training patches come from it, no photo is decoded; none by default.")]
    public string? Store { get; init; }
}
