// JSON schemas that several routes share, and the schema of a whole request. Infinities, which JSON does not have, are strings.

import { METRICS } from '../../metrics';
import { MAX_NS } from '../limits';
import type { Route, Schema } from './route';

export const number: Schema = { anyOf: [{ type: 'number' }, { type: 'string', enum: ['Infinity', '-Infinity'] }] };

export const numbers: Schema = { type: 'array', items: number };

/** A number of an answer: null where there is none. */
export const answerNumber: Schema = { anyOf: [...(number.anyOf as Schema[]), { type: 'null' }] };

export const answerNumbers: Schema = { type: 'array', items: answerNumber };

export const n: Schema = { ...number, description: 'a real number of samples, >= 1' };

export const ns: Schema = { ...numbers, minItems: 1, maxItems: MAX_NS, description: 'real numbers of samples, >= 1' };

/** The names of metrics, as `fields` of a support's routes and as `metrics` of a batch. */
export const metricNames: Schema = {
  type: 'array',
  items: { type: 'string', enum: METRICS },
  minItems: 1,
  maxItems: METRICS.length,
  uniqueItems: true,
  description: 'the metrics wanted',
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
