using Coz.Console;

Allocator.Ask();
return await Cli.RunAsync(args);
