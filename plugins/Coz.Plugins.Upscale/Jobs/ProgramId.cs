using System.Security.Cryptography;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>The build of all that computes a result: another build may give other pixels, and take other memory.</summary>
internal static class ProgramId
{
    /// <summary>Identifies the assemblies of the model's encoder and decoder, of this plugin and of what they share.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Twelve hex digits, from the assemblies' module version ids; said so where kernels are switched off, which changes last bits.</returns>
    public static string Of(SrModel model) => Of(((object?[])[model.Encoder, model.Decoder]).OfType<object>().Select(part => part.GetType())
        .Concat([typeof(ProgramId), typeof(ProcessMemory), typeof(SrModel)])
        .Select(type => type.Module.ModuleVersionId)) + (KernelPath.IsOff ? " by operators" : "");

    /// <summary>Identifies modules, in their order.</summary>
    internal static string Of(IEnumerable<Guid> modules) =>
        Convert.ToHexStringLower(SHA256.HashData([.. modules.SelectMany(id => id.ToByteArray())]))[..12];
}
