using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Reads two photos as a whole pair: HR is cut to the pixels that lie over LR, where the two do not cover the same field.</summary>
internal static class WholePair
{
    /// <exception cref="CozException">A file cannot be read, or the two share nothing.</exception>
    public static ImagePair Load(PairInfo info, PhotoPair pair, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var hr = ImageFile.Read(pair.Hr);
        cancellationToken.ThrowIfCancellationRequested();
        var lr = ImageFile.Read(pair.Lr);
        try
        {
            var (lrHeight, lrWidth) = ((int)lr.Pixels.shape[2], (int)lr.Pixels.shape[3]);
            var grid = PairGrid.Of(lrHeight, lrWidth, (int)hr.Pixels.shape[2], (int)hr.Pixels.shape[3], pair.Measured);
            var (rows, columns) = (PairGrid.Over(grid.Rows, 0, lrHeight), PairGrid.Over(grid.Columns, 0, lrWidth));
            if (rows.Count < 1 || columns.Count < 1)
                throw new CozException(string.Create(CultureInfo.InvariantCulture, $"{pair.Hr} lies nowhere over {pair.Lr}: its offset is {pair.Measured?.Offset.Rows}, {pair.Measured?.Offset.Columns} LR pixels (rows, columns); correct {DatasetIndex.FileName}."));
            using var down = hr.Pixels.narrow(2, rows.First, rows.Count);
            using var part = down.narrow(3, columns.First, columns.Count);
            return new ImagePair(info, lr.Pixels, part.clone(), grid.Slice(rows.First, columns.First, rows.Count, columns.Count), [.. lr.Notes, .. hr.Notes]);
        }
        catch
        {
            lr.Dispose();
            throw;
        }
    }
}
