using System.Text;
using Coz.Contracts;
using Coz.Plugins.Upscale.Pictures;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>What there is to do, from the files' headers; what is broken there already is left out of it, with the reason.</summary>
/// <param name="Jobs">The pictures, by name.</param>
/// <param name="Failed">The files that are none.</param>
/// <param name="OtherFiles">How many files of other endings the folder holds.</param>
internal sealed record JobList(IReadOnlyList<Job> Jobs, IReadOnlyList<FailedJob> Failed, int OtherFiles)
{
    /// <summary>Looks through what is given.</summary>
    /// <exception cref="CozException">A single picture is none, the input is missing or empty, or names clash.</exception>
    public static JobList Of(UpscaleOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.Input))
        {
            var output = SingleOutput(options);
            CheckInputs([options.Input], [output]);
            return new JobList([Of(options.Input, output, options)], [], 0);
        }

        var files = Directory.EnumerateFiles(options.Input).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        var pictures = files.Where(path => PictureFormats.Of(path) is not null).ToList();
        if (pictures.Count == 0)
            throw new UsageException($"{options.Input} holds no picture: files that end in {PictureFormats.Endings} are looked for, in the folder itself.");
        CheckNames(pictures, options);
        CheckInputs(pictures, pictures.Select(path => OutputIn(options.Output, path, options)));
        var (jobs, failed) = (new List<Job>(), new List<FailedJob>());
        foreach (var path in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                jobs.Add(Of(path, OutputIn(options.Output, path, options), options));
            }
            catch (CozException e)
            {
                failed.Add(new FailedJob(path, e.Message));
            }
        }

        return new JobList(jobs, failed, files.Count - pictures.Count);
    }

    private static Job Of(string input, string output, UpscaleOptions options)
    {
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(output)) is > PictureFormats.LongestName and var bytes)
            throw new CozException($"{input}: its result's name, {Path.GetFileName(output)}, has {bytes} bytes, and file systems take {PictureFormats.LongestName}: give it a shorter one.");
        using var picture = SourcePicture.Open(input);
        var format = FormatOf(output, options);
        var size = options.Size is { } text
            ? PictureSize.Parse(text)!.Value
            : new PictureSize(ScaleRules.HrSide(picture.Size.Width, options.Scale!.Value), ScaleRules.HrSide(picture.Size.Height, options.Scale.Value));
        if (size.Width < picture.Size.Width || size.Height < picture.Size.Height)
            throw new CozException($"{input} has {picture.Size} pixels, more than {size}: upscaling makes no side shorter.");
        if (Math.Max(size.Width, size.Height) > format.LongestSide() && !options.Preview)
            throw new CozException($"{input} would become {size} pixels, and a {format.Show()} file has at most {format.LongestSide()} a side: choose another format (--format tiff) or a smaller scale.");
        return new Job(input, output, format, new FileInfo(input).Length, picture.Size, size);
    }

    private static PictureFormat FormatOf(string output, UpscaleOptions options) => options.Preview ? PictureFormat.Png : PictureFormats.Of(output)!.Value;

    // A folder that exists, or a name that ends like one, takes the picture under its own name.
    private static string SingleOutput(UpscaleOptions options)
    {
        if (Directory.Exists(options.Output) || Path.EndsInDirectorySeparator(options.Output))
            return OutputIn(options.Output, options.Input, options);
        var format = PictureFormats.Of(options.Output)
            ?? throw new UsageException($"{options.Output}: the ending chooses the format, and '{Path.GetExtension(options.Output)}' is none of {PictureFormats.Endings}.");
        if (options.Preview && format != PictureFormat.Png)
            throw new UsageException($"{options.Output}: a preview is a PNG, so name it .png.");
        return options.Format is null || options.Format == format || options.Preview
            ? options.Output
            : throw new UsageException($"{options.Output} ends like a {format.Show()} file, and the format is to be {options.Format.Value.Show()}: leave one of the two out.");
    }

    private static string OutputIn(string folder, string input, UpscaleOptions options)
    {
        var name = Path.GetFileName(input);
        if (PictureFormats.Of(input) is { } own && (options.Preview ? PictureFormat.Png : options.Format ?? own) is var format && format == own)
            return Path.Combine(folder, name);
        return Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + (options.Preview ? PictureFormat.Png : options.Format ?? PictureFormat.Png).Ending());
    }

    // Whatever links there are: no result may take the place of a picture that is read.
    private static void CheckInputs(IReadOnlyList<string> inputs, IEnumerable<string> outputs)
    {
        var read = inputs.SelectMany(input => new[] { RealPath.Of(input), RealPath.OfName(input) }).ToHashSet(RealPath.Comparer);
        foreach (var output in outputs)
        {
            if (read.Contains(RealPath.Of(output)) || read.Contains(RealPath.OfName(output)))
                throw new UsageException($"{output} is a picture that is to be upscaled, or a link to one, and would be written over by a result: name another output.");
        }
    }

    private static void CheckNames(IReadOnlyList<string> pictures, UpscaleOptions options)
    {
        if (File.Exists(options.Output))
            throw new UsageException($"{options.Output} is a file: a folder of pictures needs a folder for its results.");
        if (RealPath.Comparer.Equals(RealPath.Of(options.Input), RealPath.Of(options.Output)))
            throw new UsageException($"{options.Input} and {options.Output} are the same folder, whose pictures would be written over by their own results: name another output.");
        if (pictures.GroupBy(path => OutputIn(options.Output, path, options)).FirstOrDefault(group => group.Count() > 1) is { } clash)
            throw new UsageException($"{string.Join(" and ", clash.Select(Path.GetFileName))} would both become {Path.GetFileName(clash.Key)}: rename one of them.");
    }
}
