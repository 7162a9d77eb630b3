using static Coz.Plugins.Checkpoints.Official.OfficialArgument;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>The models of the official repositories: their names, arguments and defaults, one entry each, read in both directions.</summary>
/// <remarks>
/// Sources: pf0607/COZ 05afa2c, yinboc/liif 4c833f8, jaewon-lee-b/lte a8815d6, caojiezhang/CiaoSR adac6df, whose two configurations
/// have no names there: they are ours.
/// </remarks>
internal static class OfficialParts
{
    public static IReadOnlyList<OfficialPart> Encoders { get; } =
    [
        new("edsr-baseline", "edsr-baseline",
            [Mapped("n_resblocks", "n_resblocks", 16L), Mapped("n_feats", "n_feats", 64L), Mapped("res_scale", "res_scale", 1.0), .. EdsrRest]),
        new("edsr", "edsr",
            [Mapped("n_resblocks", "n_resblocks", 32L), Mapped("n_feats", "n_feats", 256L), Mapped("res_scale", "res_scale", 0.1), .. EdsrRest]),
        new("rdn", "rdn",
            Mapped("G0", "g0", 64L), Mapped("RDNkSize", "kernel_size", 3L), Mapped("RDNconfig", "config", "B"),
            Mapped("D", "d", null), Mapped("C", "c", null), Mapped("G", "g", null),
            Ignored("scale"), Ignored("no_upsampling", true)),
    ];

    public static IReadOnlyList<OfficialPart> Decoders { get; } =
    [
        new("metasr", "metasr"),
        new("liif", "liif",
            [.. Mlp(256, 256, 256, 256), Mapped("local_ensemble", "local_ensemble", true), Mapped("feat_unfold", "feat_unfold", true), Mapped("cell_decode", "cell_decode", true)]),
        new("lte", "lte", [.. Mlp(256, 256, 256), Mapped("hidden_dim", "hidden_dim", 256L)]),
        new("lmi", "lmi",
            Required("imnet_spec.name", "MLP-mixer-all-no_norm-sr64-localE"), Required("imnet_spec.args.depth", 1L), Required("imnet_spec.args.out_dim", 3L),
            Ignored("imnet_spec.args.hidden_list", new[] { 256L }), Ignored("imnet_spec.args.token_dim"), Ignored("imnet_spec.args.channel_dim"),
            Ignored("feat_unfold"), Ignored("cell_decode"), Ignored("with_area"), Fixed("local_ensemble", true)),
        new("ciaosr-edsr", "ciaosr", CiaoSr) { OwnEncoder = (MmeditEdsr, KeyMap.MmeditEdsr) },
        new("ciaosr-rdn", "ciaosr", CiaoSr) { OwnEncoder = (MmeditRdn, KeyMap.MmeditRdn) },
    ];

    private static OfficialPart MmeditEdsr => new("EDSR", "edsr-baseline",
        Required("type", "EDSR"), Fixed("in_channels", 3L), Ignored("out_channels", 3L), Ignored("upscale_factor"), Ignored("rgb_mean"), Ignored("rgb_std"),
        Mapped("num_blocks", "n_resblocks", 16L), Mapped("mid_channels", "n_feats", 64L), Mapped("res_scale", "res_scale", 1.0),
        Implied("rgb_range", 1.0), Implied("mean_shift", false));

    private static OfficialPart MmeditRdn => new("RDN", "rdn",
        Required("type", "RDN"), Fixed("in_channels", 3L), Ignored("out_channels", 3L), Ignored("upscale_factor"),
        Mapped("mid_channels", "g0", 64L), Mapped("num_blocks", "d", 16L), Mapped("num_layers", "c", 8L), Mapped("channel_growth", "g", 64L),
        Implied("kernel_size", 3L), Implied("config", "B"));

    // in_dim and out_dim of the networks follow from the encoder's channels, whatever the file says.
    private static OfficialArgument[] CiaoSr =>
    [
        .. new[] { "q", "k", "v" }.SelectMany(network => new[]
        {
            Ignored($"imnet_{network}.type", "MLPRefiner"), Ignored($"imnet_{network}.in_dim"), Ignored($"imnet_{network}.out_dim"),
            Mapped($"imnet_{network}.hidden_list", $"hidden_list_{network}", new[] { 256L, 256L, 256L, 256L }),
        }),
        Fixed("local_size", 2L), Fixed("feat_unfold", true), Fixed("non_local_attn", true), Fixed("multi_scale", new[] { 2L }), Fixed("softmax_scale", 1.0),
        Ignored("type"), Ignored("eval_bsize", 30000L),
    ];

    private static OfficialArgument[] EdsrRest =>
        [Mapped("rgb_range", "rgb_range", 1.0), Ignored("scale"), Ignored("no_upsampling", true), Ours("mean_shift", true)];

    private static OfficialArgument[] Mlp(params long[] hidden) =>
    [
        Required("imnet_spec.name", "mlp"), Required("imnet_spec.args.out_dim", 3L),
        Mapped("imnet_spec.args.hidden_list", "hidden_list", hidden), Fixed("imnet_spec.args.act", "relu"),
    ];
}
