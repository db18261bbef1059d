// The requests and answers as JSON schemas: the thread that answers checks requests against them, and the OpenAPI document shows them.

import { METRICS } from '../metrics';

const INFINITIES = ['Infinity', '-Infinity'];
const number = { anyOf: [{ type: 'number' }, { type: 'string', enum: INFINITIES }] };
const numbers = { type: 'array', items: number };

const fields = {
  type: 'array',
  items: { type: 'string', enum: METRICS },
  minItems: 1,
  uniqueItems: true,
  description: 'the metrics wanted',
};

const n = { ...number, description: 'a real number of samples, >= 1' };
const ns = { ...numbers, minItems: 1, description: 'real numbers of samples, >= 1' };

/** A reference policy and its rewards; exactly one of the four references. */
const support = {
  rewards: { ...numbers, minItems: 1, description: 'the reward of each outcome' },
  probs: { ...numbers, description: 'the reference policy: probabilities that sum to 1' },
  weights: { ...numbers, description: 'or non-negative weights' },
  logProbs: { ...numbers, description: 'or natural logarithms of probabilities' },
  logits: { ...numbers, description: 'or logarithms of weights' },
  ties: { type: 'string', enum: ['random', 'index'], description: 'how equal rewards are ranked' },
};

function request(properties: Record<string, object>, required: string[], example: object) {
  return { type: 'object', additionalProperties: false, required, properties, examples: [example] };
}

const EXAMPLE = { rewards: [0, 1, 2], probs: [0.5, 0.3, 0.2] };

export const REQUESTS = {
  metrics: request({ ...support, n, fields }, ['rewards', 'n'], { ...EXAMPLE, n: 16 }),
  curve: request({ ...support, ns, fields }, ['rewards', 'ns'], { ...EXAMPLE, ns: [1, 4, 16], fields: ['kl', 'winRate'] }),
  policy: request({ ...support, n }, ['rewards', 'n'], { ...EXAMPLE, n: 16 }),
  samples: request(
    {
      prompts: {
        type: 'array',
        minItems: 1,
        description: 'the samples of each prompt',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rewards'],
          properties: {
            rewards: { ...numbers, minItems: 1 },
            logProbs: numbers,
            scores: { type: 'object', additionalProperties: numbers },
          },
        },
      },
      ns: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, description: 'whole numbers of samples' },
      confidence: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      seed: { type: 'integer' },
      resamples: { type: 'integer', minimum: 1, maximum: 100_000 },
    },
    ['prompts'],
    { prompts: [{ rewards: [0.2, 0.9, 0.4, 0.7] }, { rewards: [0.5, 0.1] }], ns: [1, 2] }
  ),
  batch: request(
    {
      rewards: { type: 'array', items: { ...numbers, minItems: 1 }, description: 'rows: the rewards of each small support' },
      weights: { type: 'array', items: numbers, description: 'the weights of each row; absent: all alike' },
      ns,
      metrics: fields,
    },
    ['rewards', 'ns'],
    {
      rewards: [
        [0.2, 0.9, 0.4],
        [0.5, 0.1],
      ],
      ns: [2, 8],
    }
  ),
};

export type RouteName = keyof typeof REQUESTS;

const named = (value: object) => ({ type: 'object', additionalProperties: value });

/** What each route answers. Infinities are the strings "Infinity" and "-Infinity". */
export const ANSWERS: Record<RouteName, object> = {
  metrics: { ...named(number), description: 'each metric, by name' },
  curve: { ...named(numbers), description: 'each field, an entry for every n' },
  policy: {
    type: 'object',
    required: ['policy'],
    properties: { policy: { ...numbers, description: 'the probability of each outcome' } },
  },
  samples: {
    type: 'object',
    description: 'for every n the means over prompts, with standard errors and bootstrap intervals',
    properties: {
      prompts: { type: 'integer' },
      samples: { type: 'object' },
      confidence: { type: 'number' },
      rows: { type: 'array', items: { type: 'object' } },
    },
  },
  batch: {
    type: 'object',
    description: 'each metric as rows x ns numbers, row after row',
    properties: { rows: { type: 'integer' }, ns: numbers },
    additionalProperties: numbers,
  },
};

export const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
};
