namespace Coz.Contracts.Models;

/// <summary>Reads and writes checkpoint files of one layout, translating names and arguments to ours.</summary>
[PluginKind("checkpoint")]
public abstract class CheckpointFormat
{
    /// <summary>The file endings the format writes, with the dot, the usual one first.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file is of this format, by its first bytes.</summary>
    /// <param name="path">An existing file.</param>
    /// <returns>True if <see cref="Read"/> should be tried.</returns>
    public abstract bool CanRead(string path);

    /// <summary>Reads a file. Nothing in it is ever executed.</summary>
    /// <param name="path">An existing file.</param>
    /// <returns>The checkpoint; the caller disposes it.</returns>
    /// <exception cref="CozException">The file is damaged, holds what is not allowed, or names a model this format does not know.</exception>
    public abstract Checkpoint Read(string path);

    /// <summary>Writes a file: to a temporary name, flushed and renamed.</summary>
    /// <param name="checkpoint">What to write; the caller keeps it.</param>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="CozException">The format cannot hold this model, or the file cannot be written.</exception>
    public abstract void Write(Checkpoint checkpoint, string path);
}
