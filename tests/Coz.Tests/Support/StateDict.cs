using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Support;

/// <summary>What the official state dicts look like: a line a tensor, its key and shape, in order.</summary>
internal static class StateDict
{
    public static string[] Official(string name) =>
        File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "state_dicts", name + ".txt"));

    public static string[] Of(nn.Module module) =>
        [.. module.state_dict().Select(entry => $"{entry.Key} ({string.Join(", ", entry.Value.shape)})")];

    public static long Parameters(nn.Module module, bool trainableOnly = false) =>
        module.parameters().Where(parameter => parameter.requires_grad || !trainableOnly).Sum(parameter => parameter.numel());
}
