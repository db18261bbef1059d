// A budget of draws over several prompts, so that their best rewards are as high as they can be together.

import { coded } from './errors';
import { checkWhole, outOfRange, reading } from './input/numbers';
import { show } from './input/show';
import { metricsAt } from './metrics';
import { greedyAllocation } from './numerics/greedy-allocation';
import { sumOf } from './numerics/sum';
import { finiteGainsOf } from './stopping';
import { Support } from './support';

/**
 * A budget of draws over several supports, as `allocate` returns it.
 *
 * @example
 * const even = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * const result = allocate([even, even], 5);
 * result.allocation; // → [3, 2]
 * result.value; // → 1.625
 */
export interface Allocation {
  /** The number of draws of each support, at least 1. */
  allocation: number[];
  /** The sum of the expected best rewards. */
  value: number;
}

/**
 * Spends a budget of draws on several supports, at least one draw on each, so that the sum of their expected best rewards is largest. Every draw goes to where it
 * gains most, which is optimal because gains fall; where two gains agree to 14 digits, the earlier support is served first.
 *
 * @param supports - one for each prompt, with finite rewards on one scale.
 * @param budget - how many draws there are, a whole number from the number of supports on.
 * @throws TypeError if `supports` is not an array of supports, one was disposed of, or the budget is not a number; RangeError if there is no support, a
 *   reward is infinite, or the budget is not a whole number or below the number of supports.
 *
 * @example
 * const even = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * const rare = Support.from({ probs: [0.9, 0.1], rewards: [0, 10] });
 * allocate([even, rare], 8).allocation; // → [1, 7]
 */
export function allocate(supports: readonly Support[], budget: number): Allocation {
  const engines = enginesOf(supports);
  checkWhole('budget', budget, 1, Number.MAX_SAFE_INTEGER);
  if (budget < engines.length) {
    throw outOfRange('budget', budget, `at least ${engines.length}, a draw for each support`);
  }
  const gains = engines.map((engine, i) =>
    finiteGainsOf(engine, `allocate needs finite rewards, and some of supports[${i}] are infinite`)
  );
  const allocation = greedyAllocation(gains, budget);
  const value = sumOf(engines.length, (i) => metricsAt(engines[i], allocation[i], ['expectedReward']).expectedReward);
  return { allocation, value };
}

function enginesOf(supports: readonly Support[]) {
  return reading('supports', () => {
    if (!Array.isArray(supports))
      throw coded(TypeError, 'WRONG_TYPE', `supports must be an array of supports, got ${show(supports)}`);
    if (supports.length === 0) throw coded(RangeError, 'EMPTY', 'supports is empty: there is nothing to allocate draws to');
    return Array.from({ length: supports.length }, (_, i) => {
      const support: unknown = supports[i];
      if (!Support.has(support))
        throw coded(TypeError, 'WRONG_TYPE', `supports[${i}] must be a Support, got ${show(support)}`, i);
      return Support.engineOf(support);
    });
  });
}
