using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Tests.Support;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AlignerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_missing_file_is_named_before_the_aligner_is_asked() =>
        Assert.That(async () => await Throwing(new InvalidOperationException("asked")).AlignAsync(new AlignmentRequest(Image("wide.png", 35), new AlignerImage(_folder.Path("missing.png"), 70))), Throws.InstanceOf<CozException>().With.Message.Contains("missing.png"));

    [Test]
    public void Whatever_an_aligner_throws_is_one_fault_that_names_the_photo_and_the_exception() =>
        Assert.That(async () => await Throwing(new InvalidOperationException("first\nsecond")).AlignAsync(Pair()), Throws.InstanceOf<CozException>().With.Message.Contains("long.png: InvalidOperationException: first second").And.InnerException.InstanceOf<InvalidOperationException>());

    [Test]
    public void A_fault_of_its_own_words_stays_as_it_is() =>
        Assert.That(async () => await Throwing(new CozException("no photo")).AlignAsync(Pair()), Throws.InstanceOf<CozException>().With.Message.EqualTo("no photo"));

    [Test]
    public void Being_cancelled_is_no_fault_and_giving_up_uncancelled_is_one()
    {
        using var cancel = new CancellationTokenSource();

        Assert.That(async () => await Throwing(new OperationCanceledException()).AlignAsync(Pair(), cancel.Token), Throws.InstanceOf<CozException>());
        Assert.That(async () => await new Given(() =>
        {
            cancel.Cancel();
            throw new OperationCanceledException();
        }).AlignAsync(Pair(), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static Given Throwing(Exception thrown) => new(() => throw thrown);

    private AlignmentRequest Pair() => new(Image("wide.png", 35), Image("long.png", 70));

    private AlignerImage Image(string name, double focal)
    {
        File.WriteAllText(_folder.Path(name), name);
        return new AlignerImage(_folder.Path(name), focal);
    }

    private sealed class Given(Func<Alignment> answer) : Aligner
    {
        protected override Task<Alignment> AlignCoreAsync(AlignmentRequest request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
