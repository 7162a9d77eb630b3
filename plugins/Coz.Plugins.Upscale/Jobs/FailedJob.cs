namespace Coz.Plugins.Upscale.Jobs;

/// <summary>A picture that was not upscaled.</summary>
/// <param name="Input">Its file.</param>
/// <param name="Reason">Why, in a line that names the file.</param>
internal sealed record FailedJob(string Input, string Reason);
