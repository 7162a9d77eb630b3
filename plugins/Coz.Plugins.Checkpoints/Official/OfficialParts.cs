using static Coz.Plugins.Checkpoints.Official.OfficialArgument;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>The models of the official repositories: their names, arguments and defaults, one entry each, read in both directions.</summary>
/// <remarks>
/// Sources: pf0607/COZ 05afa2c, yinboc/liif 4c833f8, jaewon-lee-b/lte a8815d6, jaroslaw1007/CLIT f13a053, JNNNNYao/LINF d911a5a,
/// 2y7c3/Super-Resolution-Neural-Operator 92b777a, and caojiezhang/CiaoSR adac6df, whose two configurations have no names there: they
/// are ours.
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
        new("metasr", "metasr", Ours("skip", false)),
        new("liif", "liif",
            [.. Mlp(256, 256, 256, 256), Mapped("local_ensemble", "local_ensemble", true), Mapped("feat_unfold", "feat_unfold", true), Mapped("cell_decode", "cell_decode", true), Ours("skip", false)]),
        new("clit", "lit", [Fixed("imnet_num", 1L), Fixed("conv_num", 1L), .. Lit]),
        new("clit", "clit", [Mapped("imnet_num", "stages", 1L) with { OurValue = 2L }, Mapped("conv_num", "stages", 1L) with { OurValue = 2L }, .. Lit, Ours("scale_base", 4.0)]),
        new("lte", "lte", [.. Mlp(256, 256, 256), Mapped("hidden_dim", "hidden_dim", 256L)]),
        new("linf", "linf", Flow),
        new("linf-patch", "linf-patch", [.. Flow, Mapped("patch_size", "patch_size", 3L)]),
        new("sronet", "srno", Mapped("width", "width", 256L), Mapped("blocks", "heads", 16L)),
        new("lmi", "lmi",
            Required("imnet_spec.name", "MLP-mixer-all-no_norm-sr64-localE"), Required("imnet_spec.args.depth", 1L), Required("imnet_spec.args.out_dim", 3L),
            Ignored("imnet_spec.args.hidden_list", new[] { 256L }), Ignored("imnet_spec.args.token_dim"), Ignored("imnet_spec.args.channel_dim"),
            Ignored("feat_unfold"), Ignored("cell_decode"), Ignored("with_area"), Fixed("local_ensemble", true), Ours("skip", false)),
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

    private static OfficialArgument[] Lit =>
    [
        Required("imnet_spec.name", "mlp"), Required("imnet_spec.args.out_dim", 3L), Required("imnet_spec.args.act", "gelu"),
        Mapped("imnet_spec.args.hidden_list", "hidden_list", new[] { 256L, 256L, 256L, 256L }),
        Required("pb_spec.name", "posenc"), Required("pb_spec.args.posenc_type", "sinusoid"),
        Mapped("pb_spec.args.posenc_scale", "posenc_scale", 10.0), Mapped("pb_spec.args.enc_dims", "enc_dims", 64L),
        Ignored("pb_spec.args.hidden_dims", 64L), Ignored("pb_spec.args.gamma", 1L),
        Mapped("base_dim", "base_dim", 192L) with { OurValue = 256L }, Mapped("head", "head", 8L), Mapped("r", "r", 3L),
        Mapped("is_cell", "is_cell", true), Fixed("local_attn", true),
    ];

    private static OfficialArgument[] Flow =>
    [
        Required("imnet_spec.name", "flow"), Ignored("imnet_spec.args.name", "flow"),
        Mapped("flow_layers", "flow_layers", 10L), Mapped("num_layer", "num_layer", 3L), Mapped("hidden_dim", "hidden_dim", 256L),
        Ours("temperature", 0.0), Ours("seed", 0L),
    ];

    private static OfficialArgument[] Mlp(params long[] hidden) =>
    [
        Required("imnet_spec.name", "mlp"), Required("imnet_spec.args.out_dim", 3L),
        Mapped("imnet_spec.args.hidden_list", "hidden_list", hidden), Fixed("imnet_spec.args.act", "relu"),
    ];
}
