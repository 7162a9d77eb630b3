using Coz.Contracts;
using Coz.Host.Configuration;

namespace Coz.Host.Experiments;

/// <summary>An experiment, resolved and validated: ready to run.</summary>
/// <param name="Name">Its name: the folder of its runs.</param>
/// <param name="Root">The merged tree with the origin of each value.</param>
/// <param name="TaskName">The task's plugin.</param>
/// <param name="TaskOptions">The task's options, sections included; null if it takes none.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
public sealed record Experiment(string Name, ConfigNode Root, string TaskName, PluginOptions? TaskOptions, int Seed, string Device);
