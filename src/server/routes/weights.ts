// The route `weights`: the training weights of many prompts, or those for a new policy from samples of an old one.

import type { Baseline } from '../../index';
import { BASELINES } from '../../numerics/max-at-k';
import { MAX_ANSWER_NUMBERS, MAX_NUMBERS, MAX_OFF_POLICY_CELLS, MAX_ROWS } from '../limits';
import { RequestError } from '../request-error';
import { STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import { type Library, type NumberList, type Route, type RouteAnswer, toDoubles } from './route';
import { checkSameLengths, pack, total } from './rows';
import { answerNumbers, numbers } from './schemas';

interface WeightsRequest {
  rewards: NumberList[];
  ratios?: NumberList[];
  k: number;
  baseline?: Baseline;
}

/** A sample takes some 16 steps to sort, and as many to weigh. With ratios there is a cell of a table for each sample and number of chosen ones. */
const [STEPS_PER_SAMPLE, STEPS_PER_CELL] = [32, 16];

export const weights: Route = {
  summary: 'The weights of samples for training on the best of k',
  limits: `At most ${MAX_ROWS} rows, ${MAX_NUMBERS} rewards and ratios, and ${MAX_ANSWER_NUMBERS} numbers in the answer; with ratios, at most ${MAX_OFF_POLICY_CELLS} cells (the sum of m x min(k, m - k + 1) over rows of m samples).`,
  vectors: {
    rewards: {
      type: 'array',
      items: { ...numbers, minItems: 1 },
      maxItems: MAX_ROWS,
      description: 'rows: the rewards of the samples of each prompt, at least k of them (k + 1 with leave-one-out)',
    },
    ratios: {
      type: 'array',
      items: numbers,
      maxItems: MAX_ROWS,
      description: 'of each sample the probability under a new policy by that under the old one: weights for the new one',
    },
  },
  options: {
    k: { type: 'integer', minimum: 1, description: 'the best of how many samples is trained for' },
    baseline: { type: 'string', enum: BASELINES, description: 'what is subtracted; absent: none; not with ratios' },
  },
  required: ['rewards', 'k'],
  example: {
    rewards: [
      [0, 1, 3],
      [1, 0],
    ],
    k: 2,
  },
  // a list in each row
  columns: {
    required: ['rewards'],
    optional: ['ratios'],
    read: (table) => Object.fromEntries(table.names.map((name) => [name, table.lists(name)])),
  },
  answer: {
    type: 'object',
    required: ['weights'],
    properties: {
      weights: { type: 'array', items: answerNumbers, description: 'the weight of each sample, row by row' },
      values: { ...answerNumbers, description: 'with ratios, the mean of the best of k under the new policy, of each row' },
    },
  },

  size({ rewards, ratios, k }: WeightsRequest) {
    const samples = total(rewards);
    const cells = ratios ? rewards.reduce((sum, { length }) => sum + length * Math.max(0, Math.min(k, length - k + 1)), 0) : 0;
    return {
      counts: [
        { what: 'rows', count: Math.max(rewards.length, ratios?.length ?? 0), limit: MAX_ROWS },
        { what: 'rewards and ratios', count: samples + total(ratios ?? []), limit: MAX_NUMBERS },
        { what: 'numbers in its answer', count: samples + (ratios?.length ?? 0), limit: MAX_ANSWER_NUMBERS },
        { what: 'cells (m x min(k, m - k + 1) for each row)', count: cells, limit: MAX_OFF_POLICY_CELLS },
      ],
      steps: samples * (STEPS_PER_SAMPLE + STEPS_PER_ANSWER_NUMBER) + cells * STEPS_PER_CELL,
    };
  },

  compute({ rewards, ratios, k, baseline }: WeightsRequest, library: Library): RouteAnswer {
    if (ratios) {
      if (baseline !== undefined && baseline !== 'none')
        throw new RequestError(`baseline is ${baseline}, and weights with ratios have none`);
      checkSameLengths('ratios', rewards, ratios);
    }
    const { packed, values } = ratios ? offPolicy(rewards, ratios, k, library) : onPolicy(rewards, k, baseline, library);
    const starts = [0];
    for (const { length } of rewards) starts.push(starts[starts.length - 1] + length);
    const rowOf = () => Uint32Array.from(rewards.flatMap(({ length }, row) => Array(length).fill(row)));
    return {
      json: { weights: rewards.map((_, row) => packed.subarray(starts[row], starts[row + 1])), ...(values ? { values } : {}) },
      columns() {
        const row = rowOf();
        return { row, weight: packed, ...(values ? { value: Float64Array.from(row, (r) => values[r]) } : {}) };
      },
    };
  },
};

interface Weights {
  packed: Float64Array;
  values?: Float64Array;
}

function onPolicy(rewards: NumberList[], k: number, baseline: Baseline | undefined, { maxAtKWeightsBatch }: Library): Weights {
  const rows = Uint32Array.from(rewards, ({ length }) => length);
  return { packed: maxAtKWeightsBatch({ rewards: pack(rewards), rows, k, ...(baseline ? { baseline } : {}) }) };
}

/** @throws RequestError that names the row of what the library refuses. */
function offPolicy(rewards: NumberList[], ratios: NumberList[], k: number, { offPolicyBestOf }: Library): Weights {
  const values = new Float64Array(rewards.length);
  const packed = new Float64Array(total(rewards));
  let at = 0;
  for (const [row, list] of rewards.entries()) {
    try {
      const { value, weights } = offPolicyBestOf(toDoubles(list), toDoubles(ratios[row]), k);
      values[row] = value;
      packed.set(weights, at);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RequestError(`row ${row}: ${error.message}`, row);
    }
    at += list.length;
  }
  return { packed, values };
}
