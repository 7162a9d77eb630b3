using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Capture;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Plugins.Benchmark;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CaptureTaskTests : IDisposable
{
    private readonly CaptureBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task A_sweep_gives_a_verified_frame_a_step_and_clears_the_card()
    {
        var result = await _bench.CaptureAsync(CaptureBench.Options());

        _bench.CheckComplete();
        var frames = _bench.Session.Frames;
        Assert.That((int)result["frames"]!, Is.EqualTo(4));
        Assert.That(frames.Select(frame => frame.FocalLength), Is.Ordered);
        Assert.That(frames.SelectMany(frame => frame.Flags), Is.Empty);
        Assert.That(frames.Select(frame => frame.Settings["iso"]), Is.All.EqualTo("100"));
        Assert.That(frames.Select(frame => frame.Notes.ContainsKey("detail_ratio")), Is.All.True);
        var truths = FrameTruth.ReadFolder(Path.Combine((string)result["devices"]!, "simulated", "truth"));
        Assert.That(frames.Select(frame => truths.ContainsKey(frame.Sha256)), Is.All.True, "the truth of a frame is found by its hash");
        Assert.That(Directory.EnumerateFiles(_bench.SessionFolder, "*truth*", SearchOption.AllDirectories), Is.Empty, "and not in the session");
    }

    [Test]
    public async Task A_slash_behind_the_sessions_folder_changes_nothing()
    {
        var result = await _bench.CaptureAsync(CaptureBench.Options() with { Session = _bench.SessionFolder + Path.DirectorySeparatorChar });

        _bench.CheckComplete();
        Assert.That((string)result["session"]!, Is.EqualTo(_bench.SessionFolder));
        Assert.That((string)result["devices"]!, Is.EqualTo(_bench.SessionFolder + ".devices"));
    }

    [Test]
    public async Task The_manifest_is_on_the_disk_before_the_camera_lets_go()
    {
        await _bench.CaptureAsync(CaptureBench.Options());
        var entries = _bench.Session.Entries.ToList();

        foreach (var released in entries.OfType<FrameReleased>())
            Assert.That(entries.FindIndex(entry => entry is FrameRecorded frame && frame.Ticket == released.Ticket), Is.InRange(0, entries.IndexOf(released) - 1));
        Assert.That(entries.OfType<FrameReleased>().Count(), Is.EqualTo(4));
    }

    [Test]
    public void Its_plan_has_a_row_a_step_and_touches_nothing()
    {
        var plan = new CaptureTask(CaptureBench.Options(), new TestParts()).Plan(3, default).Single();

        Assert.That(plan.Rows, Has.Count.EqualTo(4));
        Assert.That(plan.Rows[3][2], Is.EqualTo("140"));
        Assert.That(Directory.EnumerateFileSystemEntries(_bench.Folder), Is.Empty);
    }

    [TestCase(StepUnit.Ring)]
    [TestCase(StepUnit.Focal)]
    public void Steps_are_uniform_in_what_is_asked_for(StepUnit unit)
    {
        var lens = new SimulatedLens(new SimulatedLensOptions(), RigContext.Example);
        var steps = SweepPlan.Of(CaptureBench.Options() with { Steps = unit, Frames = 8 }, lens.Capabilities).Steps;
        var distances = steps.Zip(steps.Skip(1), (a, b) => unit == StepUnit.Ring ? b.Position - a.Position : b.FocalLength - a.FocalLength).ToList();

        Assert.That(steps, Has.Count.EqualTo(8));
        Assert.That(distances, Is.All.EqualTo(distances[0]).Within(1e-3));
    }

    [Test]
    public async Task A_sweep_may_go_down()
    {
        await _bench.CaptureAsync(CaptureBench.Options() with { From = 140, To = 35 });

        _bench.CheckComplete();
        Assert.That(_bench.Session.Frames.Select(frame => frame.FocalLength), Is.Ordered.Descending);
    }

    [Test]
    public async Task A_bad_night_ends_with_every_frame_and_a_reason_for_every_delay()
    {
        var camera = CaptureBench.SmallCamera with
        {
            Faults = new CameraFaults { BusyAt = [1], TruncateAt = [1], SettingChangesAt = [2], ExifStuckAt = [4], DamageAt = [6], WrongSizeAt = [7] },
        };
        var result = await _bench.CaptureAsync(CaptureBench.Options(camera, new SimulatedLensOptions { Faults = new LensFaults { StallAt = [2], AlarmAt = [4] } }));

        _bench.CheckComplete();
        var reasons = string.Join("\n", _bench.Session.Entries.OfType<FrameRejected>().Select(rejected => rejected.Reason));
        Assert.That(reasons, Does.Contain("a setting has changed by itself: iso is '200'").And.Contain("does not advance").And.Contain("no end marker").And.Contain("expected 160x120"));
        var kinds = _bench.Session.Entries.OfType<SessionNote>().Select(note => note.Fault).ToList();
        Assert.That(kinds, Does.Contain(FaultKind.Busy).And.Contain(FaultKind.PartialTransfer).And.Contain(FaultKind.Stall).And.Contain(FaultKind.Alarm));
        Assert.That(result["rejected"]!.AsArray(), Has.Count.EqualTo(4));
        Assert.That(_bench.Session.Frames.Select(frame => frame.Settings["iso"]), Is.All.EqualTo("100"));
    }

    [Test]
    public async Task A_first_frame_of_another_size_than_the_camera_describes_is_no_measure_for_the_night()
    {
        await _bench.CaptureAsync(CaptureBench.Options(CaptureBench.SmallCamera with { Faults = new CameraFaults { WrongSizeAt = [1] } }));

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>().Single().Reason, Does.Contain("IMG_0001.JPG is 160x90, expected 160x120"));
        Assert.That(_bench.Session.Frames.Select(frame => (frame.Width, frame.Height)), Is.All.EqualTo((160, 120)));
    }

    [Test]
    public async Task A_slip_of_the_belt_shows_in_exif_and_homing_mends_it()
    {
        var lens = new SimulatedLensOptions { Faults = new LensFaults { SlipAt = [2], Slip = -20 } };
        await _bench.CaptureAsync(CaptureBench.Options(lens: lens));

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>().Single().Reason, Does.Contain("does not advance"));
        Assert.That(_bench.Session.Frames.SelectMany(frame => frame.Flags), Is.Empty);
    }

    [Test]
    public async Task A_focal_length_that_never_advances_is_flagged()
    {
        var options = CaptureBench.Options(CaptureBench.SmallCamera with { Faults = new CameraFaults { ExifStuckAt = [2, 3, 4, 5, 6] } }) with { Retries = 2 };
        await _bench.CaptureAsync(options);

        Assert.That(_bench.Session.Frames[1].Flags, Has.Some.Contains("does not advance"));
        Assert.That(_bench.Run.Events.OfType<MessageEvent>().Where(message => message.IsWarning).Select(message => message.Text), Has.Some.Contains("step 2: the focal length in EXIF does not advance"));
    }

    [Test]
    public async Task A_ring_that_is_stuck_shows_in_exif_also_where_each_step_is_smaller_than_exif_tells()
    {
        var stuck = CaptureBench.SmallCamera with { Faults = new CameraFaults { ExifStuckAt = [.. Enumerable.Range(2, 40)] } };
        await _bench.CaptureAsync(SmallSteps(stuck) with { Retries = 0 });

        // 35, 35.45, ... 38.6 mm: from the sixth on the first one is more than 2 mm away.
        Assert.That(_bench.Session.Frames.Select(frame => frame.Flags.Any(flag => flag.Contains("does not advance"))), Is.EqualTo(Enumerable.Range(1, 9).Select(step => step > 5)));
    }

    [Test]
    public async Task A_ring_that_moves_by_steps_smaller_than_exif_tells_is_not_blamed()
    {
        await _bench.CaptureAsync(SmallSteps(CaptureBench.SmallCamera) with { Retries = 0 });

        Assert.That(_bench.Session.Frames.SelectMany(frame => frame.Flags), Is.Empty);
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>(), Is.Empty);
    }

    [TestCase("card", FaultKind.CardFull)]
    [TestCase("disk", FaultKind.DiskFull)]
    public async Task A_full_card_and_a_full_disk_can_be_rehearsed(string full, FaultKind kind)
    {
        var faults = full == "card" ? new CameraFaults { CardFullAt = [2] } : new CameraFaults { DiskFullAt = [2] };
        await _bench.CaptureAsync(CaptureBench.Options(CaptureBench.SmallCamera with { Faults = faults }));

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Select(note => note.Text), Has.Exactly(1).EqualTo($"paused: {kind}"));
        Assert.That(_bench.Session.Entries.OfType<FrameRejected>(), Is.Empty);
    }

    [TestCase("camera")]
    [TestCase("transfer")]
    [TestCase("lens")]
    public async Task A_pulled_cable_pauses_the_sweep_and_nothing_is_taken_twice(string cable)
    {
        var camera = CaptureBench.SmallCamera with
        {
            Faults = cable switch { "camera" => new CameraFaults { UnplugAt = [2] }, "transfer" => new CameraFaults { UnplugTransferAt = [2] }, _ => new CameraFaults() },
        };
        var lens = new SimulatedLensOptions { Faults = cable == "lens" ? new LensFaults { UnplugAt = [3] } : new LensFaults() };
        await _bench.CaptureAsync(CaptureBench.Options(camera, lens));

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Select(note => note.Text), Does.Contain("paused: Unplugged"));
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4), "four exposures for four steps");
        Assert.That(_bench.Run.Events.OfType<MessageEvent>().Select(message => message.Text), Has.Some.Contains("cable"));
    }

    [Test]
    public async Task More_faults_than_it_may_mend_alone_make_it_ask()
    {
        var lens = new SimulatedLensOptions { Faults = new LensFaults { StallAt = [1, 2, 3] } };
        await _bench.CaptureAsync(CaptureBench.Options(lens: lens) with { Recoveries = 2 });

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Count(note => note.Text == "paused: Stall"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_hanging_exposure_ends_within_its_deadline_and_the_sweep_goes_on()
    {
        var camera = CaptureBench.SmallCamera with { Deadlines = new() { Expose = 5 }, Faults = new CameraFaults { HangAt = [2] } };
        await _bench.CaptureAsync(CaptureBench.Options(camera));

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<SessionNote>().Select(note => note.Fault), Does.Contain(FaultKind.Timeout));
    }

    [Test]
    public async Task A_full_card_stops_it_with_the_earlier_frames_intact()
    {
        var options = CaptureBench.Options(CaptureBench.SmallCamera with { CardCapacity = 2 }) with { KeepOnCamera = true, OnFault = OnFault.Stop };

        Assert.That(async () => await _bench.CaptureAsync(options), Throws.InstanceOf<CozException>().With.Message.Contains("card full").And.Message.Contains("2 of 4 frames are safe"));
        Assert.That(_bench.Session.Frames.Select(frame => CaptureBench.Sha(_bench.Session.PathOf(frame)) == frame.Sha256), Is.EqualTo(new[] { true, true }));
        await _bench.CaptureAsync(CaptureBench.Options());
        _bench.CheckComplete();
    }

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_stops_it_and_the_exposure_is_transferred_later()
    {
        var frames = Directory.CreateDirectory(Path.Combine(_bench.SessionFolder, "frames")).FullName;
        File.CreateSymbolicLink(Path.Combine(frames, "0002.jpg.part"), "/dev/full");

        Assert.That(async () => await _bench.CaptureAsync(CaptureBench.Options() with { OnFault = OnFault.Stop }), Throws.InstanceOf<CozException>().With.Message.Contains("disk is full").And.Message.Contains("1 of 4 frames are safe"));
        File.Delete(Path.Combine(frames, "0002.jpg.part"));
        await _bench.CaptureAsync(CaptureBench.Options());
        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4), "the second exposure was found on the camera");
    }

    [Test]
    public async Task It_can_be_cancelled_at_every_gate_and_goes_on_at_the_next_step()
    {
        using var uninterrupted = new CaptureBench();
        await uninterrupted.CaptureAsync(CaptureBench.Options());
        for (var gate = 1; gate <= 4; gate++)
        {
            using var bench = new CaptureBench();
            using var cancel = new CancellationTokenSource();
            bench.Run.AtGate = number =>
            {
                if (number == gate)
                    cancel.Cancel();
            };
            Assert.That(async () => await bench.CaptureAsync(CaptureBench.Options(), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(bench.Session.Frames, Has.Count.EqualTo(gate - 1));
            bench.Run = new FakeRun(bench.Folder);
            await bench.CaptureAsync(CaptureBench.Options());
            bench.CheckComplete();
            Assert.That(bench.Hashes(), Is.EqualTo(uninterrupted.Hashes()));
        }
    }

    [Test]
    public async Task It_can_be_cancelled_anywhere()
    {
        using var uninterrupted = new CaptureBench();
        await uninterrupted.CaptureAsync(CaptureBench.Options());
        var chance = new Random(11);
        for (var tries = 0; tries < 60 && !_bench.Session.IsComplete; tries++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(chance.Next(5, 250)));
            try
            {
                await _bench.CaptureAsync(CaptureBench.Options(), cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // As it should be.
            }
        }

        await _bench.CaptureAsync(CaptureBench.Options());
        _bench.CheckComplete();
        Assert.That(_bench.Hashes(), Is.EqualTo(uninterrupted.Hashes()));
    }

    [Test]
    public async Task A_frame_that_was_lost_is_taken_again()
    {
        await _bench.CaptureAsync(CaptureBench.Options());
        File.WriteAllText(_bench.Session.PathOf(_bench.Session.Frames[1]), "overwritten");

        await _bench.CaptureAsync(CaptureBench.Options());

        _bench.CheckComplete();
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Select(started => started.Step), Is.EqualTo(new[] { 1, 2, 3, 4, 2 }));
    }

    [Test]
    public async Task A_frame_that_was_lost_and_is_still_on_the_camera_is_transferred_again()
    {
        var options = CaptureBench.Options() with { KeepOnCamera = true };
        await _bench.CaptureAsync(options);
        var hashes = _bench.Hashes();
        File.WriteAllText(_bench.Session.PathOf(_bench.Session.Frames[1]), "overwritten");

        await _bench.CaptureAsync(options);

        Assert.That(_bench.Hashes(), Is.EqualTo(hashes));
        Assert.That(CaptureBench.Sha(_bench.Session.PathOf(_bench.Session.Frames[1])), Is.EqualTo(hashes[1]));
        Assert.That(_bench.Session.Entries.OfType<StepStarted>().Count(), Is.EqualTo(4));
        Assert.That(_bench.Session.Frames[1].Settings["iso"], Is.EqualTo("100"));
    }

    [Test]
    public async Task Without_retries_it_captures_all_the_same()
    {
        await _bench.CaptureAsync(CaptureBench.Options() with { Retries = 0, OnFault = OnFault.Stop });

        _bench.CheckComplete();
    }

    [Test]
    public void Without_retries_a_bad_frame_is_not_taken_again_by_itself()
    {
        var options = CaptureBench.Options(CaptureBench.SmallCamera with { Faults = new CameraFaults { DamageAt = [2] } }) with { Retries = 0, OnFault = OnFault.Stop };

        Assert.That(async () => await _bench.CaptureAsync(options), Throws.InstanceOf<CozException>().With.Message.Contains("step 2 was taken once").And.Message.Contains("no end marker"));
    }

    [Test]
    public async Task A_complete_session_is_left_alone()
    {
        await _bench.CaptureAsync(CaptureBench.Options());
        var before = File.ReadAllText(Path.Combine(_bench.SessionFolder, CaptureSession.ManifestName));

        await _bench.CaptureAsync(CaptureBench.Options());

        Assert.That(File.ReadAllText(Path.Combine(_bench.SessionFolder, CaptureSession.ManifestName)), Is.EqualTo(before));
    }

    [Test]
    public async Task A_session_goes_on_behind_a_line_that_a_kill_cut_off()
    {
        await _bench.CaptureAsync(CaptureBench.Options());
        var path = Path.Combine(_bench.SessionFolder, CaptureSession.ManifestName);
        var lines = File.ReadAllLines(path);
        var third = Array.FindIndex(lines, line => line.Contains("\"frame\"") && line.Contains("0003.jpg"));
        File.WriteAllText(path, string.Join("\n", lines.Take(third)) + "\n" + lines[third][..40]);

        await _bench.CaptureAsync(CaptureBench.Options());

        Assert.That(_bench.Session.IsComplete);
        Assert.That(_bench.Session.Frames.Select(frame => frame.Step), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task Another_sweep_does_not_get_into_a_session()
    {
        await _bench.CaptureAsync(CaptureBench.Options());

        Assert.That(async () => await _bench.CaptureAsync(CaptureBench.Options() with { Frames = 5 }), Throws.InstanceOf<UsageException>().With.Message.Contains("begun with another sweep"));
    }

    [Test]
    public void Two_processes_do_not_write_one_session()
    {
        using var first = new SessionJournal(_bench.SessionFolder, TimeProvider.System);

        Assert.That(async () => await _bench.CaptureAsync(CaptureBench.Options()), Throws.InstanceOf<CozException>().With.Message.Contains("another capture may use it"));
    }

    [Test]
    public void A_setting_that_the_camera_does_not_take_is_an_error_before_the_sweep_and_no_pause()
    {
        _bench.Run.AtGate = _ => Assert.Fail("it has paused");

        Assert.That(async () => await _bench.CaptureAsync(CaptureBench.Options() with { Settings = ["iso=123"] }), Throws.InstanceOf<UsageException>().With.Message.Contains("iso does not take '123'").And.Message.Contains("task:settings"));
    }

    [TestCase(10, 140, "task:from is 10 mm, outside the lens's travel of 18 to 150 mm")]
    [TestCase(35, 200, "task:to is 200 mm, outside")]
    [TestCase(25, 150, "set camera:widest and camera:longest")]
    public void A_sweep_that_cannot_be_is_refused_before_anything_moves(double from, double to, string message) =>
        Assert.That(new CaptureTask(CaptureBench.Options() with { From = from, To = to }, new TestParts()).Validate(), Has.Some.Contains(message));

    private static CaptureOptions SmallSteps(SimulatedCameraOptions camera) => CaptureBench.Options(camera) with { From = 35, To = 38.6, Frames = 9, Steps = StepUnit.Focal };
}
