// What the requests of the routes that compute one support have in common.

import { REFERENCES, type ReferenceName, type SupportInput } from '../../input/support';
import { mapValues } from '../../map-values';
import { METRICS, type MetricName } from '../../metrics';
import { MAX_ANSWER_NUMBERS, MAX_OUTCOMES } from '../limits';
import { type RequestSize, STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import { type NumberList, type RequestColumns, type Schema, toDoubles } from './route';
import { numbers } from './schemas';

/** A support as a request holds it. */
export interface SupportRequest extends Partial<Record<ReferenceName, NumberList>> {
  rewards: NumberList;
  /** Of the routes that take second scores. */
  scores?: Readonly<Record<string, NumberList>>;
  ties?: 'random' | 'index';
}

const REFERENCE_DESCRIPTIONS: Record<ReferenceName, string> = {
  probs: 'the reference policy: probabilities that sum to 1',
  weights: 'or non-negative weights',
  logProbs: 'or natural logarithms of probabilities',
  logits: 'or logarithms of weights',
};

/** The rewards, and exactly one of the references. */
export const supportVectors: Record<string, Schema> = {
  rewards: { ...numbers, minItems: 1, maxItems: MAX_OUTCOMES, description: 'the reward of each outcome' },
  ...Object.fromEntries(
    REFERENCES.map((name) => [name, { ...numbers, maxItems: MAX_OUTCOMES, description: REFERENCE_DESCRIPTIONS[name] }])
  ),
};

export const ties: Schema = { type: 'string', enum: ['random', 'index'], description: 'how equal rewards are ranked' };

/** In words, for the Arrow table too, which the schemas do not describe. */
export const supportLimits = `At most ${MAX_OUTCOMES} outcomes.`;

/** A column for each vector. */
export const supportColumns: RequestColumns = {
  required: ['rewards'],
  optional: REFERENCES,
  read: (table) => Object.fromEntries(table.names.map((name) => [name, table.numbers(name)])),
};

export const supportExample = { rewards: [0, 1, 2], probs: [0.5, 0.3, 0.2] };

/** Sorting an outcome and preparing it takes some 30 steps; each n some 8 more. */
const [PREPARE_STEPS, STEPS_PER_N] = [32, 8];

/** A metric with a number in parentheses takes some exponentials and logarithms of each block: so many times as long as all others together. */
const WALKS_OF_QUANTITY = 8;

/** How many walks over the blocks the metrics take at each n. */
export const walksOf = (fields: readonly string[] = []): number =>
  1 + WALKS_OF_QUANTITY * fields.filter((name) => !METRICS.includes(name as MetricName)).length;

/**
 * @param ns - how many walks over the blocks there are.
 * @param answer - the numbers in the answer, beside those that the request has.
 */
export function supportSize({ rewards }: SupportRequest, ns: number, answer: number = METRICS.length): RequestSize {
  return {
    // a table of Arrow has no schema that says so
    counts: [
      { what: 'outcomes', count: rewards.length, limit: MAX_OUTCOMES },
      { what: 'numbers in its answer', count: answer, limit: MAX_ANSWER_NUMBERS },
    ],
    steps: rewards.length * (PREPARE_STEPS + STEPS_PER_N * ns) + answer * STEPS_PER_ANSWER_NUMBER,
  };
}

/** @returns what `Support.from` takes; the library checks it. */
export function supportInput({ rewards, scores, ties, ...references }: SupportRequest): SupportInput {
  const input: Partial<SupportInput> = {};
  for (const name of REFERENCES) {
    const list = references[name];
    if (list !== undefined) input[name] = toDoubles(list);
  }
  return {
    rewards: toDoubles(rewards),
    ...input,
    ...(scores ? { scores: mapValues(scores, toDoubles) } : {}),
    ...(ties ? { ties } : {}),
  };
}
