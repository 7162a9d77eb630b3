using Coz.Conformance;
using Coz.Contracts.Devices;

namespace Coz.Tests.Conformance;

/// <summary>A driver that breaks a promise fails the check of that promise, and no other.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class BrokenDriverTests
{
    [TestCase(CameraBreak.Nothing)]
    [TestCase(CameraBreak.TakesAnyValue, nameof(CameraChecks.A_value_that_is_not_legal_is_refused_and_changes_nothing))]
    [TestCase(CameraBreak.IgnoresValues, nameof(CameraChecks.A_legal_value_is_set_and_still_there_when_it_is_read_again))]
    [TestCase(CameraBreak.TakesReadOnlyValues, nameof(CameraChecks.Unknown_and_read_only_properties_are_refused_as_rejected))]
    [TestCase(CameraBreak.DescribesAKeyTwice, nameof(CameraChecks.Its_properties_are_described_with_legal_values_that_get_confirms))]
    [TestCase(CameraBreak.ChangesBytes, nameof(CameraChecks.A_transfer_can_be_repeated_with_the_same_bytes_until_the_exposure_is_released), nameof(CameraChecks.What_is_listed_after_a_new_connection_can_still_be_transferred))]
    [TestCase(CameraBreak.CutsFiles, nameof(CameraChecks.What_is_transferred_is_a_whole_image_file))]
    [TestCase(CameraBreak.CountsAnewInEveryConnection, nameof(CameraChecks.An_id_is_not_given_again_after_a_release_nor_by_a_new_connection))]
    [TestCase(CameraBreak.ForgetsOnRelease, nameof(CameraChecks.Several_exposures_are_listed_until_each_is_released))]
    [TestCase(CameraBreak.StaysBusyAfterACancel, nameof(CameraChecks.After_a_cancelled_exposure_the_next_one_works))]
    [TestCase(CameraBreak.IgnoresCancels, nameof(CameraChecks.A_transfer_that_is_cancelled_in_its_middle_can_be_made_again))]
    public async Task A_broken_camera_fails_the_right_check(CameraBreak broken, params string[] expected)
    {
        var suite = new CameraChecks(() => new MemoryCamera(broken, RigContext.Example));

        Assert.That(await FailedAsync(suite, ConformanceSuite.NamesOf<CameraChecks>()), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task A_camera_whose_port_stays_locked_fails_to_connect_again()
    {
        var failed = await FailedAsync(new CameraChecks(() => new MemoryCamera(CameraBreak.OpensOnce, RigContext.Example)), ConformanceSuite.NamesOf<CameraChecks>());

        Assert.That(failed, Does.Contain(nameof(CameraChecks.It_connects_tells_who_it_is_and_connects_again_after_a_disconnect)));
    }

    [Test]
    public async Task A_camera_that_gives_an_id_twice_fails_the_check_of_ids()
    {
        var failed = await FailedAsync(new CameraChecks(() => new MemoryCamera(CameraBreak.RepeatsIds, RigContext.Example)), ConformanceSuite.NamesOf<CameraChecks>());

        Assert.That(failed, Is.SupersetOf(new[] { nameof(CameraChecks.Several_exposures_are_listed_until_each_is_released), nameof(CameraChecks.An_id_is_not_given_again_after_a_release_nor_by_a_new_connection) }));
    }

    [Test]
    public async Task A_camera_that_never_releases_fails_the_check_of_releases()
    {
        var failed = await FailedAsync(new CameraChecks(() => new MemoryCamera(CameraBreak.NeverReleases, RigContext.Example)), ConformanceSuite.NamesOf<CameraChecks>());

        Assert.That(failed, Does.Contain(nameof(CameraChecks.Several_exposures_are_listed_until_each_is_released)));
    }

    [TestCase(LensBreak.Nothing)]
    [TestCase(LensBreak.HomesOutsideItsTravel, nameof(ZoomLensChecks.Homing_makes_the_position_known_within_the_travel))]
    [TestCase(LensBreak.ChangesItsTravel, nameof(ZoomLensChecks.Its_capabilities_are_known_before_it_is_connected_and_stay))]
    [TestCase(LensBreak.RunsOnAfterAStop, nameof(ZoomLensChecks.Stop_is_legal_from_any_state_and_ends_a_move), nameof(ZoomLensChecks.A_move_that_is_cancelled_stops_the_motor))]
    public async Task A_broken_lens_fails_the_right_check(LensBreak broken, params string[] expected)
    {
        var suite = new ZoomLensChecks(() => new MemoryLens(broken, RigContext.Example));

        Assert.That(await FailedAsync(suite, ConformanceSuite.NamesOf<ZoomLensChecks>()), Is.EquivalentTo(expected));
    }

    [TestCase(LensBreak.ReturnsBeforeItArrives, nameof(ZoomLensChecks.A_move_ends_at_its_target_and_at_rest))]
    [TestCase(LensBreak.CanNeverMove, nameof(ZoomLensChecks.Its_capabilities_are_known_before_it_is_connected_and_stay))]
    public async Task A_lens_that_cannot_be_used_fails_that_check_and_those_that_move(LensBreak broken, string expected) =>
        Assert.That(await FailedAsync(new ZoomLensChecks(() => new MemoryLens(broken, RigContext.Example)), ConformanceSuite.NamesOf<ZoomLensChecks>()), Does.Contain(expected));

    [TestCase(AlignerBreak.Nothing)]
    [TestCase(AlignerBreak.Guesses, nameof(AlignerChecks.A_good_pair_is_accepted_with_a_warp_that_is_right_to_a_tenth_of_a_pixel))]
    [TestCase(AlignerBreak.RejectsEverything, nameof(AlignerChecks.A_good_pair_is_accepted_with_a_warp_that_is_right_to_a_tenth_of_a_pixel))]
    [TestCase(AlignerBreak.AcceptsEverything, nameof(AlignerChecks.Frames_of_two_scenes_are_rejected_with_a_reason), nameof(AlignerChecks.Flat_sky_is_rejected_with_a_reason))]
    [TestCase(AlignerBreak.AcceptsAnyScene, nameof(AlignerChecks.Frames_of_two_scenes_are_rejected_with_a_reason))]
    [TestCase(AlignerBreak.AcceptsFlatSky, nameof(AlignerChecks.Flat_sky_is_rejected_with_a_reason))]
    [TestCase(AlignerBreak.AcceptsDamagedFiles, nameof(AlignerChecks.A_damaged_file_is_not_aligned))]
    [TestCase(AlignerBreak.Wanders, nameof(AlignerChecks.The_same_pair_gives_the_same_warp_again))]
    [TestCase(AlignerBreak.IgnoresCancels, nameof(AlignerChecks.It_can_be_cancelled))]
    [TestCase(AlignerBreak.GivesNoReason, nameof(AlignerChecks.Frames_of_two_scenes_are_rejected_with_a_reason), nameof(AlignerChecks.Flat_sky_is_rejected_with_a_reason))]
    public async Task A_broken_aligner_fails_the_right_check(AlignerBreak broken, params string[] expected) =>
        Assert.That(await FailedAsync(new AlignerChecks(() => new OracleAligner(broken)), ConformanceSuite.NamesOf<AlignerChecks>()), Is.EquivalentTo(expected));

    private static async Task<List<string>> FailedAsync(ConformanceSuite suite, IReadOnlyList<string> checks)
    {
        var failed = new List<string>();
        foreach (var check in checks)
        {
            var result = await suite.RunAsync(check);
            if (result.Outcome == ConformanceOutcome.Failed)
            {
                TestContext.Out.WriteLine($"{check}: {result.Message}");
                failed.Add(check);
            }
        }

        return failed;
    }
}
