using Coz.Contracts;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>The file that remembers what is done cannot be written: no picture's fault, and none would fare better.</summary>
internal sealed class StateException : CozException
{
    /// <summary>Says which file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">What was thrown; it says why.</param>
    public StateException(string path, CozException cause)
        : base($"What is done cannot be remembered: {cause.Message.TrimEnd('.')}. Make room or give the right to write there, or name another file than {path} (--set task:state=FILE).", cause)
    {
    }
}
