namespace Coz.Toolkit.Kernels;

/// <summary>Work that is written once for all vector widths.</summary>
public interface IVectorWork
{
    /// <summary>Does the work with vectors of one width.</summary>
    /// <typeparam name="TLanes">The operations.</typeparam>
    /// <typeparam name="TVector">The vector.</typeparam>
    void Run<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
