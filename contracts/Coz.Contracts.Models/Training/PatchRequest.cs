namespace Coz.Contracts.Models;

/// <summary>Asks a source for a training patch.</summary>
/// <param name="Item">Of which image or scene: 0 to one less than the source's count.</param>
/// <param name="LrSize">The patch's side in LR pixels.</param>
/// <param name="Random">What is random of it (place, scale, partner) is drawn from this and nothing else.</param>
/// <param name="Scale">The scale, where the batch has one that the source drew; null to draw it for this patch.</param>
public sealed record PatchRequest(int Item, int LrSize, SampleRandom Random, double? Scale = null);
