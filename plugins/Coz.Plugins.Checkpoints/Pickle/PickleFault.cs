using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>The faults of a .pth file, each a line.</summary>
internal static class PickleFault
{
    public static CozException Damaged(string path, string what, Exception? cause = null)
    {
        var message = $"{path} is no sound checkpoint: {OneLine.Of(what, 240).TrimEnd('.')}. It may be cut short or damaged: fetch or save it again.";
        return cause is null ? new CozException(message) : new CozException(message, cause);
    }

    public static CozException Forbidden(string path, string global) =>
        new($"{path} asks for '{OneLine.Of(global)}', which no checkpoint of weights needs; nothing in the file has been run. Do not trust it, or save model.state_dict() instead of whole objects.");
}
