// The route `batch`: the metrics of many small supports at many n.

import { DEFAULT_METRICS } from '../../batch-input';
import type { MetricName } from '../../index';
import { MAX_ANSWER_NUMBERS, MAX_NUMBERS, MAX_ROWS } from '../limits';
import { STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import { type AnswerColumns, type Library, type NumberList, type Route, type RouteAnswer, toDoubles } from './route';
import { checkSameLengths, pack, total } from './rows';
import { answerNumbers, metricNames, ns, numbers } from './schemas';

interface BatchRequest {
  rewards: NumberList[];
  weights?: NumberList[];
  ns: NumberList;
  metrics?: MetricName[];
}

/** An outcome takes some 16 steps to sort, and some 8 for each n. */
const [PREPARE_STEPS, STEPS_PER_N] = [16, 8];

export const batch: Route = {
  summary: 'The metrics of many small supports at once',
  limits: `At most ${MAX_ROWS} rows, ${MAX_NUMBERS} rewards and weights, and ${MAX_ANSWER_NUMBERS} numbers in the answer (rows x ns x metrics).`,
  vectors: {
    rewards: {
      type: 'array',
      items: { ...numbers, minItems: 1 },
      maxItems: MAX_ROWS,
      description: 'rows: the rewards of each small support',
    },
    weights: { type: 'array', items: numbers, maxItems: MAX_ROWS, description: 'the weights of each row; absent: all alike' },
  },
  options: { ns, metrics: metricNames },
  required: ['rewards', 'ns'],
  example: {
    rewards: [
      [0.2, 0.9, 0.4],
      [0.5, 0.1],
    ],
    ns: [2, 8],
  },
  // a list in each row
  columns: {
    required: ['rewards'],
    optional: ['weights'],
    read: (table) => Object.fromEntries(table.names.map((name) => [name, table.lists(name)])),
  },
  answer: {
    type: 'object',
    description: 'each metric as rows x ns numbers, row after row; null where it has no value',
    required: ['rows', 'ns'],
    properties: { rows: { type: 'integer' }, ns: numbers },
    additionalProperties: answerNumbers,
  },

  size({ rewards, weights = [], ns, metrics }: BatchRequest) {
    const outcomes = total(rewards);
    const answer = rewards.length * ns.length * (metrics ?? DEFAULT_METRICS).length;
    return {
      counts: [
        { what: 'rows', count: Math.max(rewards.length, weights.length), limit: MAX_ROWS },
        { what: 'rewards and weights', count: outcomes + total(weights), limit: MAX_NUMBERS },
        { what: 'numbers in its answer (rows x ns x metrics)', count: answer, limit: MAX_ANSWER_NUMBERS },
      ],
      steps: outcomes * (PREPARE_STEPS + STEPS_PER_N * ns.length) + answer * STEPS_PER_ANSWER_NUMBER,
    };
  },

  compute({ rewards, weights, ns, metrics }: BatchRequest, { evaluateBatch }: Library): RouteAnswer {
    if (weights) checkSameLengths('weights', rewards, weights);
    const grid = toDoubles(ns);
    const values = evaluateBatch({
      rewards: pack(rewards),
      rows: Uint32Array.from(rewards, ({ length }) => length),
      ...(weights ? { weights: pack(weights) } : {}),
      ns: grid,
      ...(metrics ? { metrics } : {}),
    });
    const entries = rewards.length * grid.length;
    return {
      json: { rows: rewards.length, ns: grid, ...values },
      columns: () => ({
        row: Uint32Array.from({ length: entries }, (_, i) => Math.floor(i / grid.length)),
        n: Float64Array.from({ length: entries }, (_, i) => grid[i % grid.length]),
        ...(values as AnswerColumns),
      }),
    };
  },
};
