using Coz.Plugins.Upscale.Jobs;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>What upscaling remembers goes to a temporary folder while its tests run, never to that of whoever runs them.</summary>
[SetUpFixture]
public sealed class UserFolder
{
    private const string Variable = "XDG_DATA_HOME";
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void Redirect()
    {
        _folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable(Variable, _folder.FullPath);
        if (OperatingSystem.IsLinux())
            Assert.That(StateFolder.FullPath, Does.StartWith(_folder.FullPath));
    }

    [OneTimeTearDown]
    public void GiveBack()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Dispose();
    }
}
