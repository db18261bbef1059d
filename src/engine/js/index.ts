// The engine in plain JavaScript. Its formulas are generated from the kernel's sources (tools/scalarise.mjs); what stands here, and in arrays.ts,
// results.ts, moments.ts, prepare.ts and batch.ts, is by hand, because memory is another matter in JavaScript.

import { EXPECTED_REWARD, HIGH_INFINITE, LOW_INFINITE, N, SUM_COUNT } from '../../../assembly/layout';
import { isOutOfMemory } from '../../errors';
import type { CleanInput } from '../../input/support';
import { withInfinite } from '../../numerics/infinities';
import { totalOfLogs, totalOfWeights } from '../../numerics/weights';
import { type Engine, type EngineSupport, MAX_OUTCOMES, supportDoesNotFit } from '../interface';
import { repairResults } from '../results';
import { bonMassOf, Support } from './arrays';
import { evaluate } from './batch';
import { curve } from './curve';
import { metrics } from './metrics';
import { firstAtLeast, keepFrom, means } from './parts';
import { blockMasses, policy, spread } from './policy';
import { prepare } from './prepare';
import { rankLaw } from './rank-laws';
import { renyi } from './renyi';
import { RESULTS } from './results';
import { sampleRows } from './sample-rows';
import { tilt } from './tilt';

export const jsEngine: Engine = {
  kind: 'js',

  maxSize: MAX_OUTCOMES,

  prepare(input: CleanInput): EngineSupport {
    const size = input.rewards.length;
    const s = namingMemory(size, () => new Support(size));
    s.rewards.set(input.rewards);
    s.weights.set(input.reference);
    return supportOf(s, input);
  },

  batch: evaluate,

  sampleRows,
};

function supportOf(s: Support, { isLog, largest, tiesByIndex, checkTotal }: CleanInput): EngineSupport {
  s.total = isLog ? totalOfLogs(s.weights, s.size, largest) : totalOfWeights(s.weights, s.size, largest);
  checkTotal(s.total);
  namingMemory(s.size, () => prepare(s, tiesByIndex));
  // no n has been asked for yet
  const results = RESULTS.slice().fill(0, 0, SUM_COUNT);
  const readSums = () => {
    for (let k = 0; k < SUM_COUNT; k++) results[k] = RESULTS[k];
    return results;
  };
  const resultsOf = (c: Float64Array) => {
    repairResults(readSums(), c[N]);
    return results;
  };
  // the arrays have lanes beyond the blocks
  const ofBlocks = (array: Float64Array) => array.subarray(0, s.blocks);
  return {
    results,
    policy: (c, out) => policy(s, c, out),
    metrics(c, groups) {
      metrics(s, c, groups);
      return resultsOf(c);
    },
    curve(c, groups) {
      curve(s, c, groups);
      return resultsOf(c);
    },
    renyi: (c, alpha) => renyi(s, c, alpha),
    firstAtLeast: (reward) => (reward === -Infinity ? 0 : firstAtLeast(s, reward, results[LOW_INFINITE], results[HIGH_INFINITE])),
    rewardAt: (block) => s.reward[block],
    blocks: () => ({
      mass: ofBlocks(s.refMass),
      reward: ofBlocks(s.reward),
      midCdf: ofBlocks(s.midCdf),
      logStep: ofBlocks(s.logStep),
      logCdf: ofBlocks(s.logCdf),
    }),
    outcomes: () => ({
      order: s.order,
      block: s.outcomeProb === s.refMass ? undefined : s.blockOf.subarray(0, s.count),
      prob: s.outcomeProb.subarray(0, s.count),
    }),
    bestOfMasses(c) {
      blockMasses(s, c);
      return ofBlocks(s.bonMass);
    },
    roomForMasses: () => ofBlocks(bonMassOf(s)),
    keepFrom(from) {
      keepFrom(s, from);
      return readSums();
    },
    tilt(byWinRate, beta, scale) {
      tilt(s, byWinRate, beta, scale);
      return readSums();
    },
    rankLaw(law, rate) {
      rankLaw(s, law, rate);
      return readSums();
    },
    means() {
      const infinite = means(s, results[LOW_INFINITE], results[HIGH_INFINITE]);
      readSums();
      results[EXPECTED_REWARD] = withInfinite(results[EXPECTED_REWARD], infinite);
      return results;
    },
    spread: (out) => spread(s, s.bonMass, out),
    isCollected: true,
    dispose() {},
  };
}

/** Runs what makes arrays. If memory for one cannot be had, the error is that of a support that does not fit, and not the runtime's own. */
function namingMemory<T>(size: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isOutOfMemory(error) ? supportDoesNotFit(size) : error;
  }
}
