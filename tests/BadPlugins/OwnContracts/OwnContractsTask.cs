using Coz.Contracts;

namespace Coz.BadPlugins;

[Plugin("own-contracts", Summary = "Carries its own contracts")]
public sealed class OwnContractsTask : IdleTask;
