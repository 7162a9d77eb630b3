using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>All tensors of a safetensors file, and its metadata.</summary>
/// <param name="Tensors">Names and tensors, on the CPU, in the header's order; owned by this object.</param>
/// <param name="Metadata">The header's <c>__metadata__</c>; empty if it has none.</param>
public sealed record SafetensorsContent(IReadOnlyList<KeyValuePair<string, Tensor>> Tensors, IReadOnlyDictionary<string, string> Metadata) : IDisposable
{
    /// <summary>A tensor by name.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor; this object keeps it.</returns>
    /// <exception cref="CozException">There is none of that name.</exception>
    public Tensor this[string name] => Find(name) ?? throw new CozException($"There is no tensor '{name}'; there are {string.Join(", ", Tensors.Take(8).Select(entry => OneLine.Of(entry.Key)))}.");

    /// <summary>A tensor by name, if there is one.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor, which this object keeps, or null.</returns>
    public Tensor? Find(string name) => Tensors.FirstOrDefault(entry => entry.Key == name).Value;

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
            tensor.Dispose();
    }
}
