// The CDF at the lower end of a block.

/**
 * The mass of the blocks below one, with all its digits: a sum of two numbers of one sign.
 *
 * @param midCdf - F_{j-1} + P/2, and `mass` - P, of each block: f64[blocks] each.
 * @param block - from 0 up to the number of blocks, for which it is the whole.
 */
export function cdfBelow({ midCdf, mass }: Readonly<Record<'midCdf' | 'mass', Float64Array>>, block: number): number {
  return block === 0 ? 0 : midCdf[block - 1] + mass[block - 1] / 2;
}
