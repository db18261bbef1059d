// Laws that look at ranks only. Such a law is given by an increasing function G of the rank F, from G(0) = 0 to G(1) = 1, and a block of equal
// reward has the mass `Q = G(F_j) - G(F_{j-1})`. What is computed is the ratio `t = Q/P` to the block's reference mass, and log t, so that neither
// cancels next to the reference.

import { exp, expm1, log, log1p } from './exp-log';

/** `t = Q/P` of a block, and its logarithm u, exact also where t is next to 1. */
export interface Ratio {
  t: number;
  u: number;
}

/** Writes the ratio of a block of mass p to `ratio`; `below` and `above` are the masses below and above it, each with its own digits. */
export type RankLaw = (p: number, below: number, above: number, ratio: Ratio) => void;

/** How a law is made of its parameter. */
interface RankLawEntry {
  /** The parameter at which the law is the reference. At Infinity, all mass is on one end. */
  reference: number;
  /** Whether the law is that of the mirrored rank 1 - F, so that Infinity is the lowest reward. */
  mirrored: boolean;
  law(parameter: number): RankLaw;
}

/** Every law of one parameter. */
export const RANK_LAWS = {
  /** G(F) = 1 - (1 - F)^n. */
  worstOf: { reference: 1, mirrored: true, law: bestOf },
  /** G(F) = F e^(-mu (1 - F)). */
  bestOfPoisson: { reference: 0, mirrored: false, law: (mu: number) => weighted(mu, minusAbove, massOfBlock) },
  /** G(F) = m max(F - (1 - 1/m), 0). */
  topFraction: { reference: 1, mirrored: false, law: topFraction },
} satisfies Record<string, RankLawEntry>;

export type RankLawName = keyof typeof RANK_LAWS;

/** G(F) = F^n. */
function bestOf(n: number): RankLaw {
  return weighted(n - 1, logOfRank, (p, below) => log1p(Math.min(p / below, Number.MAX_VALUE)));
}

/** The logarithm of the rank at the upper end of a block, from the half of it that has more digits. */
function logOfRank(upTo: number, above: number): number {
  return upTo > 0.5 ? log1p(-above) : log(upTo);
}

const minusAbove = (_upTo: number, above: number) => -above;
const massOfBlock = (p: number) => p;

/**
 * `G(F) = F W(F)^rate`, for a W that rises to 1 at F = 1. With V = W(F_{j-1})/W(F_j) the ratio is
 * `t = W(F_j)^rate (1 + (F_{j-1}/P) (1 - V^rate))`, whose factors keep their digits for any rate.
 *
 * @param logW - log W at the upper end of a block.
 * @param step - -log V, at least 0.
 */
function weighted(
  rate: number,
  logW: (upTo: number, above: number) => number,
  step: (p: number, below: number) => number
): RankLaw {
  return (p, below, above, ratio) => {
    const power = rate * logW(below + p, above);
    // at most the rate, which rounding could exceed where p is subnormal
    const rise = below === 0 ? 0 : Math.min((-expm1(-rate * step(p, below)) / p) * below, rate);
    const factor = exp(power);
    ratio.t = factor + factor * rise;
    ratio.u = power + log1p(rise);
  };
}

/** Blocks in the top 1/m have the ratio m, and the one at the edge has what is left of the whole: `1 - m S = P + F_{j-1} - (m-1) S`. */
function topFraction(m: number): RankLaw {
  return (p, below, above, ratio) => {
    const left = above === 0 ? below : below - (m - 1) * above;
    ratioFromExcess(Math.max(-1, Math.min(m - 1, left / p)), ratio);
  };
}

/** Writes the ratio `1 + x`, for x >= -1. */
export function ratioFromExcess(x: number, ratio: Ratio): void {
  ratio.t = 1 + x;
  ratio.u = ratio.t > 0 ? log1p(x) : -Infinity;
}
