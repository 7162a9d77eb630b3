using Coz.Toolkit;
using static TorchSharp.torch;
using Kernel = Coz.Toolkit.Kernels.AreaWeights;

namespace Coz.Tests.Toolkit.Kernels;

public sealed class AreaWeightsTests
{
    [Test]
    public void The_weights_are_those_of_the_neighbours([Values(1, 2, 4)] int rows, [Values(1, 2, 4)] int columns)
    {
        for (var seed = 0; seed < 50; seed++)
            Check(Numbers.Random(rows, seed), Numbers.Random(columns, seed + 1000));
    }

    [Test]
    public void A_query_on_a_line_through_centres_belongs_to_the_cells_on_it() => Check([-1.5f, 0.5f], [0, 2]);

    [Test]
    public void Cells_without_any_area_share_alike()
    {
        var weights = new float[4];
        Kernel.Of([0f, 2], [0f, 0], weights);
        Assert.That(weights, Is.All.EqualTo(0.25f).Within(1e-6f));
    }

    private static void Check(float[] rows, float[] columns)
    {
        using var scope = NewDisposeScope();
        var pairs = rows.SelectMany(row => columns.Select(column => new[] { (double)row, column })).SelectMany(pair => pair).ToArray();
        var relative = tensor(pairs).view(1, 1, -1, 2);
        using var around = new Neighbours(zeros([1, 1, rows.Length * columns.Length], int64), relative);
        var weights = new float[rows.Length * columns.Length];
        Kernel.Of(rows, columns, weights);
        Assert.That(weights, Is.EqualTo(around.AreaWeights().flatten().data<double>().ToArray()).Within(2e-6));
    }
}
