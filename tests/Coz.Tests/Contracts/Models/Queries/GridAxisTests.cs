using Coz.Contracts.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Coz.Tests.Contracts.Models.Queries;

public sealed class GridAxisTests
{
    [Test]
    public void A_slice_has_exactly_the_positions_of_the_whole() => Prop.ForAll<Tuple<int, int, int, int>>(numbers =>
    {
        var (lr, hr, start, length) = numbers;
        var axis = GridAxis.Whole(Side(lr), Side(hr));
        var first = (int)((uint)start % axis.Count);
        var count = (int)((uint)length % (axis.Count - first)) + 1;
        var slice = axis.Slice(first, count);
        return slice.Count == count && Enumerable.Range(0, count).All(i => slice.Centre(i) == axis.Centre(first + i));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_crop_of_the_image_moves_every_position_by_its_offset() => Prop.ForAll<int, int, int>((lr, hr, offset) =>
    {
        var axis = GridAxis.Whole(Side(lr), Side(hr));
        var cropped = axis.RelativeTo(offset % 10_000);
        return Enumerable.Range(0, axis.Count).All(i => cropped.Centre(i) + (offset % 10_000) == axis.Centre(i));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_part_of_an_axis_knows_its_place_in_the_whole_picture_also_seen_from_a_crop() => Prop.ForAll<Tuple<int, int, int, int>>(numbers =>
    {
        var (lr, hr, start, offset) = numbers;
        var axis = GridAxis.Whole(Side(lr), Side(hr));
        var first = (int)((uint)start % axis.Count);
        var slice = axis.Slice(first, axis.Count - first);
        return axis.FirstIndex == 0 && slice.FirstIndex == first && slice.RelativeTo(offset % 10_000).FirstIndex == first
            && axis.RelativeTo(offset % 10_000).Slice(first, 1).FirstIndex == first;
    }).QuickCheckThrowOnFailure();

    [TestCase(1, 4, 0)]
    [TestCase(-1, 4, 0)]
    [TestCase(1, 2, 1)]
    [TestCase(-1, 2, 0)]
    [TestCase(-3, 4, -1)]
    public void A_shifted_sample_has_the_place_of_the_sample_that_holds_its_centre(int numerator, int denominator, int expected)
    {
        var step = new Rational(10, 27);
        Assert.That(new GridAxis(5, new Rational(numerator, denominator) * step, step).FirstIndex, Is.EqualTo(expected));
    }

    [Test]
    public void A_whole_axis_is_symmetric_and_stays_inside() => Prop.ForAll<int, int>((lr, hr) =>
    {
        var axis = GridAxis.Whole(Side(lr), Side(hr));
        return axis.Centre(0) > 0 && axis.Centre(0) + axis.Centre(axis.Count - 1) == Side(lr);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_slice_that_leaves_the_axis_is_refused([Values(-1, 0, 8)] int first, [Values(0, 11)] int count) =>
        Assert.That(() => GridAxis.Whole(5, 10).Slice(first, count), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static int Side(int value) => (int)((uint)value % 700) + 1;
}
