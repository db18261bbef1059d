// JSON schemas that several routes share, and the schema of a whole request. Infinities, which JSON does not have, are strings.

import { LAW_PATTERNS } from '../../law-names';
import { METRIC_PATTERNS } from '../../metric-names';
import { METRICS } from '../../metrics';
import { MAX_CALL_LENGTH, MAX_CALLS, MAX_ESTIMATE_NAME_LENGTH, MAX_ESTIMATE_NAMES, MAX_NS, MAX_PROMPTS } from '../limits';
import type { Route, Schema } from './route';

export const number: Schema = { anyOf: [{ type: 'number' }, { type: 'string', enum: ['Infinity', '-Infinity'] }] };

export const numbers: Schema = { type: 'array', items: number };

/** A number of an answer: null where there is none. */
export const answerNumber: Schema = { anyOf: [...(number.anyOf as Schema[]), { type: 'null' }] };

export const answerNumbers: Schema = { type: 'array', items: answerNumber };

/** The two ends of an interval; null where there is none. */
export const answerRange: Schema = { anyOf: [{ type: 'null' }, { ...answerNumbers, minItems: 2, maxItems: 2 }] };

export const n: Schema = { ...number, description: 'a real number of samples, >= 1' };

export const ns: Schema = { ...numbers, minItems: 1, maxItems: MAX_NS, description: 'real numbers of samples, >= 1' };

/** Whole numbers of samples. */
export const wholeNs: Schema = {
  type: 'array',
  items: { type: 'integer', minimum: 1 },
  minItems: 1,
  maxItems: MAX_NS,
  description: 'whole numbers of samples',
};

export const estimateNames: Schema = {
  type: 'array',
  items: { type: 'string', maxLength: MAX_ESTIMATE_NAME_LENGTH },
  minItems: 1,
  maxItems: MAX_ESTIMATE_NAMES,
  description:
    'the names of the estimates wanted, such as passHat, topOf(2) or majority.NAME; absent: those that the vectors allow',
};

/** The name of a cluster. */
export const clusterName: Schema = { type: ['string', 'number'] };

export const clusterNames: Schema = {
  type: 'array',
  items: clusterName,
  maxItems: MAX_PROMPTS,
  description: 'for each prompt the name of its group, where prompts of a group depend on each other',
};

/** The names of metrics, as `fields` of a support's routes and as `metrics` of a batch. */
export const metricNames: Schema = {
  type: 'array',
  items: { type: 'string', enum: METRICS },
  minItems: 1,
  maxItems: METRICS.length,
  uniqueItems: true,
  description: 'the metrics wanted',
};

/** The names of metrics with those that have a number in parentheses, as `fields` of one support. */
export const quantityNames: Schema = {
  type: 'array',
  items: { type: 'string', maxLength: MAX_CALL_LENGTH },
  minItems: 1,
  maxItems: MAX_CALLS,
  description: `the metrics wanted: ${METRIC_PATTERNS.join(', ')}`,
};

/** The name of a rule of selection. */
export const lawName: Schema = {
  type: 'string',
  maxLength: MAX_CALL_LENGTH,
  description: `the name of a rule: ${LAW_PATTERNS.join(', ')}`,
};

/** The names of rules of selection. */
export const lawNames: Schema = {
  type: 'array',
  items: lawName,
  minItems: 1,
  maxItems: MAX_CALLS,
  description: 'the rules wanted',
};

/** The schema of an object with any names, whose values have the given schema. */
export function record(value: Schema): Schema {
  return { type: 'object', additionalProperties: value };
}

/** The schema of a route's JSON request. */
export function requestSchema({ vectors, options, required, example }: Route): Schema {
  const properties = { ...vectors, ...options };
  return { type: 'object', additionalProperties: false, required, properties, examples: [example] };
}
