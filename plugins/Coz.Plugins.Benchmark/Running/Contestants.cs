using System.Collections;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>The models of a benchmark, loaded, each under a name of its own.</summary>
internal sealed class Contestants : IReadOnlyCollection<Contestant>, IDisposable
{
    private readonly List<Contestant> _all = [];

    /// <exception cref="CozException">A model cannot be made, or two have the same name.</exception>
    public Contestants(BenchmarkOptions options, IPartFactory parts, IRunContext run)
    {
        var factory = new ModelFactory(parts);
        try
        {
            foreach (var spec in options.Models)
            {
                var model = factory.Create(spec, run.Seed).To(run.Device);
                _all.Add(new Contestant(model, EntryOf(model, options.SelfEnsemble)));
                if (_all.Take(_all.Count - 1).Any(other => other.Model.Name == model.Name))
                    throw new UsageException($"models: two are called '{model.Name}'; name one of a kind, or give them names: {{ \"name\": ..., ... }}.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => _all.Count;

    public IEnumerator<Contestant> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var contestant in _all)
            contestant.Model.Dispose();
    }

    private static Entry EntryOf(SrModel model, bool isEnsemble) => new(
        model.Name,
        model.EncoderPart?.Name ?? Label.NoEncoder,
        model.DecoderPart.Name,
        model.IsTrained,
        isEnsemble ? Label.EightFold : Label.NoEnsemble,
        model.Parameters().Sum(parameter => parameter.numel()));
}
