using Coz.Console;

Allocator.Ask();
using var fileSize = FileSizeSignal.Heed();
return await Cli.RunAsync(args);
