// Divergences of best-of-n with a parameter of their own.

import { BELOW_TOP, TOP_MASS } from '../assembly/layout';
import type { BlockArrays, EngineSupport } from './engine/interface';
import { metricsAt } from './metrics';
import { cdfBelow } from './numerics/cdf-below';
import { coefficientsAt } from './numerics/coefficients';
import { hockeyStickOfContinuous } from './numerics/continuous';
import { expm1, log, log1p } from './numerics/exp-log';
import { firstIndex } from './numerics/first-index';
import { FIRST_STEP, ratioMinus1 } from './numerics/ratio';
import { renyiOfContinuous } from './numerics/renyi-limit';
import { maxLogRatioOf } from './numerics/top-ratio';

/** Orders below this (2^-1000), whose inverse may overflow, have the divergence in proportion to them, up to an n of 2^900. */
const LEAST_ORDER = 2 ** -1000;
const MAX_N_OF_LEAST = 2 ** 900;

/** The Rényi divergence of the order `alpha` > 0, in nats; rounding must not bring it above what it is at most. */
export function renyiOf(support: EngineSupport, n: number, alpha: number): number {
  if (alpha === 1) return metricsAt(support, n, ['kl']).kl;
  const most = mostOf(support, n);
  if (n === 1 || n === Infinity || alpha === Infinity) return most;
  const isLeast = alpha < LEAST_ORDER && n < MAX_N_OF_LEAST;
  const value = isLeast
    ? (alpha / LEAST_ORDER) * support.renyi(coefficientsAt(n), LEAST_ORDER)
    : support.renyi(coefficientsAt(n), alpha);
  return Math.max(0, Math.min(value, most, renyiOfContinuous(n, alpha)));
}

/** The hockey-stick divergence `sum max(Pi - gamma P, 0)`, gamma >= 1: the ratio rises with the reward, so that the sum is over the top blocks. */
export function hockeyStickOf(support: EngineSupport, n: number, gamma: number): number {
  if (gamma === 1) return metricsAt(support, n, ['totalVariation']).totalVariation;
  if (gamma >= n || log(gamma) >= mostOf(support, n)) return 0;
  if (n === Infinity) return Math.max(0, support.results[BELOW_TOP] - (gamma - 1) * support.results[TOP_MASS]);
  const blocks = support.blocks();
  const first = firstAbove(blocks, n, log(gamma));
  const below = first - 1;
  const { logCdf } = blocks;
  // 1 - F^n - gamma (1 - F) at the end of the block below, as (F - F^n) - (gamma - 1)(1 - F)
  const value = cdfBelow(blocks, first) * -expm1((n - 1) * logCdf[below]) + (gamma - 1) * expm1(logCdf[below]);
  return Math.max(0, Math.min(value, hockeyStickOfContinuous(n, gamma)));
}

function mostOf({ results }: EngineSupport, n: number): number {
  return maxLogRatioOf(n, results[TOP_MASS], results[BELOW_TOP]);
}

/** The first block whose log ratio is above `level` > 0, which that of the first block is not, and that of the top one is. */
function firstAbove({ logStep, logCdf }: BlockArrays, n: number, level: number): number {
  return firstIndex(1, logCdf.length - 1, (j) => {
    const ratio = log1p(ratioMinus1(n - 1, Math.min(logStep[j], FIRST_STEP)));
    return (n - 1) * logCdf[j] + ratio > level;
  });
}
