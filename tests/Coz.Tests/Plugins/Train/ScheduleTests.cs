using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class ScheduleTests
{
    private readonly TestParts _parts = new();

    [Test]
    public void Multi_step_halves_the_rate_when_its_epochs_begin()
    {
        var schedule = Make("multi-step", new JsonObject { ["at"] = new JsonArray(2, 3) });

        Assert.That(Enumerable.Range(0, 16).Select(step => schedule.FactorAt(At(step))), Is.EqualTo(
            new[] { 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25 }));
    }

    [Test]
    public void Cosine_rises_straight_and_falls_to_its_floor()
    {
        var schedule = Make("cosine", new JsonObject { ["warm_up"] = 4, ["warm_up_from"] = 0.1, ["floor"] = 0.2 });

        Assert.That(schedule.FactorAt(At(0)), Is.EqualTo(0.1).Within(1e-12));
        Assert.That(schedule.FactorAt(At(2)), Is.EqualTo(0.55).Within(1e-12));
        Assert.That(schedule.FactorAt(At(4)), Is.EqualTo(1).Within(1e-12));
        Assert.That(schedule.FactorAt(At(10)), Is.EqualTo(0.6).Within(1e-12));
        Assert.That(schedule.FactorAt(At(16)), Is.EqualTo(0.2).Within(1e-12));
    }

    [Test]
    public void Cosine_by_epochs_changes_between_epochs_alone()
    {
        var schedule = Make("cosine", new JsonObject { ["unit"] = "epochs" });

        Assert.That(Enumerable.Range(0, 16).Select(step => schedule.FactorAt(At(step))).Distinct().Count(), Is.EqualTo(4));
        Assert.That(schedule.FactorAt(At(11)), Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Plateau_lowers_the_rate_at_exactly_the_validations_its_rules_say()
    {
        // Gains above 0.1 dB count; three validations without one lower the rate; the floor is a fifth.
        double[] scores = [30.0, 30.5, 30.55, 30.58, 30.59, 30.9, 30.95, 30.8, 30.99, 30.95, 30.9, 30.92, 31.2, 31.0, 31.0, 31.0];
        double[] expected = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2, 0.2];
        var schedule = Make("plateau", new JsonObject { ["factor"] = 0.5, ["patience"] = 3, ["threshold"] = 0.1, ["floor"] = 0.2 });
        var factors = new List<double>();
        for (var i = 0; i < scores.Length; i++)
        {
            Assert.That(schedule.FactorAt(At((i + 1) * 100)), Is.EqualTo(i == 0 ? 1 : expected[i - 1]), $"before validation {i + 1} nothing has changed");
            schedule.Observe(scores[i], At((i + 1) * 100));
            factors.Add(schedule.FactorAt(At(((i + 1) * 100) + 1)));
        }

        Assert.That(factors, Is.EqualTo(expected));
    }

    [Test]
    public void Plateau_takes_a_score_that_is_no_number_for_none_not_for_the_best()
    {
        var schedule = Make("plateau", new JsonObject { ["patience"] = 3, ["threshold"] = 0.1 });
        foreach (var (score, i) in new[] { double.NaN, double.PositiveInfinity, 30, 31, 32, 33 }.Select((score, i) => (score, i)))
        {
            schedule.Observe(score, At(i));
            Assert.That(() => schedule.Save().ToJsonString(), Throws.Nothing);
        }

        Assert.That(schedule.FactorAt(At(6)), Is.EqualTo(1), "gains after it count");
    }

    [Test]
    public void Plateau_goes_on_from_what_it_saved()
    {
        var options = new JsonObject { ["patience"] = 3, ["threshold"] = 0.1 };
        var (whole, first, second) = (Make("plateau", options), Make("plateau", options), Make("plateau", options));
        double[] scores = [30, 30, 30, 30, 30, 30, 30];
        for (var i = 0; i < scores.Length; i++)
        {
            whole.Observe(scores[i], At(i));
            if (i == 2)
                second.Load(JsonNode.Parse(first.Save().ToJsonString())!.AsObject());
            (i < 2 ? first : second).Observe(scores[i], At(i));
        }

        Assert.That(second.Save().ToJsonString(), Is.EqualTo(whole.Save().ToJsonString()));
        Assert.That(whole.FactorAt(At(0)), Is.EqualTo(0.25));
    }

    // Sixteen steps of four epochs.
    private static TrainingPoint At(long step) => new(step, step / 4.0, 16, 4);

    private Schedule Make(string name, JsonObject options) => _parts.Create(_parts.Bind<Schedule>(name, options));
}
