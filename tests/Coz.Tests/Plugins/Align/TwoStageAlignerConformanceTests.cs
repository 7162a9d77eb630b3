using Coz.Contracts.Devices;
using Coz.Contracts.Testing;
using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class TwoStageAlignerConformanceTests : AlignerConformance
{
    protected override Aligner Create() => new TwoStageAligner(new TwoStageOptions());
}
