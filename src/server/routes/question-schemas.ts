// The schemas of what is asked of samples beyond their curves, and of the answers.

import { MAX_NAME_LENGTH, MAX_NS, MAX_TARGETS } from '../limits';
import type { Schema } from './route';
import { answerNumber, answerRange } from './schemas';

const targetFields: Schema = {
  required: ['target'],
  additionalProperties: false,
  properties: { target: { type: 'number' }, score: { type: 'string', maxLength: MAX_NAME_LENGTH } },
};

export const questionSchemas: Readonly<Record<string, Schema>> = {
  gold: {
    type: 'string',
    maxLength: MAX_NAME_LENGTH,
    description: 'the score that is gold: how it fares where the reward chooses',
  },
  target: {
    // the fields apply to the object, the items to the list
    type: ['object', 'array'],
    ...targetFields,
    items: { type: 'object', ...targetFields },
    minItems: 1,
    maxItems: MAX_TARGETS,
    description: 'a mean of the reward, or of a score, that is to be reached, or several: how many samples reach it',
  },
  extrapolate: {
    type: 'array',
    items: { type: 'integer', minimum: 1 },
    minItems: 1,
    maxItems: MAX_NS,
    description: 'numbers of samples, also beyond those that there are: pass@n there by a model. Rewards must be 0 or 1',
  },
};

/** The properties of an answer that are numbers, or null where there is none. */
const numbersOf = (...names: string[]): Record<string, Schema> => Object.fromEntries(names.map((name) => [name, answerNumber]));

const reached: Schema = {
  type: 'object',
  required: ['target', 'n', 'mean', 'between', 'most', 'atMost'],
  properties: {
    ...numbersOf('target', 'n', 'most'),
    mean: { type: ['object', 'null'], description: 'as in a row; null where no n reaches the target' },
    between: answerRange,
    atMost: { type: 'object', description: 'the mean at most, as in a row' },
  },
};

const goldPoint: Schema = {
  type: 'object',
  required: ['n', 'kl', 'distance', 'reward', 'gold', 'gain', 'band'],
  properties: { ...numbersOf('n', 'kl', 'distance', 'reward', 'gold', 'gain'), band: answerRange },
};

const extrapolated: Schema = {
  type: 'object',
  required: ['n', 'passAtK', 'interval'],
  properties: { ...numbersOf('n', 'passAtK'), interval: answerRange },
};

export const answerSchemas: Readonly<Record<string, Schema>> = {
  gold: {
    type: 'object',
    description: 'the gold score at the best of n by reward',
    required: ['score', 'prompts', 'divergence', 'confidence', 'points', 'peak', 'harmless', 'harmful', 'fit'],
    properties: {
      score: { type: 'string' },
      ...numbersOf('prompts', 'confidence', 'harmless', 'harmful'),
      divergence: { type: 'string', enum: ['estimate', 'formula'] },
      points: { type: 'array', items: goldPoint },
      peak: {
        type: 'object',
        required: ['n', 'value', 'between'],
        properties: { ...numbersOf('n', 'value'), between: answerRange },
      },
      fit: { type: ['object', 'null'] },
    },
  },
  target: {
    anyOf: [reached, { type: 'array', items: reached }],
    description: 'how many samples reach the target, or each of them',
  },
  extrapolate: {
    type: 'object',
    description: 'pass@n by a model, and whether a fit to half of the samples foretells what is known',
    required: ['model', 'rows', 'check'],
    properties: {
      model: { type: 'object', properties: { ...numbersOf('alpha', 'beta', 'logLikelihood'), limit: { type: 'string' } } },
      rows: { type: 'array', items: extrapolated },
      check: {
        type: ['object', 'null'],
        properties: numbersOf('samples', 'n', 'predicted', 'observed', 'standardError'),
      },
    },
  },
};
