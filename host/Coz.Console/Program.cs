using Coz.Console;

return await Cli.RunAsync(args);
