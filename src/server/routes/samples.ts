// The route `samples`: means over prompts of the estimates from their scored samples.

import { MAX_RESAMPLES, RESAMPLES } from '../../defaults';
import { type Coded, messageOf } from '../../errors';
import type { AggregateOptions, Samples, SamplesInput } from '../../index';
import type { Doubles } from '../../input/numbers';
import { mapValues } from '../../map-values';
import { powersOfTwo } from '../../numerics/grids';
import { INTERVAL_METHODS } from '../../prompt-means';
import {
  MAX_ANSWER_CHARACTERS,
  MAX_ANSWER_NUMBERS,
  MAX_ESTIMATES,
  MAX_ID_CHARACTERS,
  MAX_NAME_LENGTH,
  MAX_NS,
  MAX_NUMBERS,
  MAX_PROMPTS,
  MAX_RESAMPLED_MEANS,
  MAX_SAMPLES,
  MAX_SCORES,
  MAX_VECTORS,
} from '../limits';
import { RequestError } from '../request-error';
import { type Count, checkCounts, type RequestSize, STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import {
  type AnswerColumns,
  type Library,
  type NumberList,
  type RequestTable,
  type Route,
  type RouteAnswer,
  type Schema,
  toDoubles,
} from './route';
import { answerNumber, answerNumbers, numbers, record } from './schemas';

interface PromptRequest {
  rewards: NumberList;
  logProbs?: NumberList;
  scores?: Record<string, NumberList>;
}

interface SamplesRequest extends AggregateOptions {
  prompts: PromptRequest[];
}

/** Expected reward, win rate and KL estimate. */
const ESTIMATES_WITHOUT_SCORES = 3;

/** Mean, error, two ends of an interval, and the number of prompts. */
const NUMBERS_OF_MEAN = 5;

/** A prompt takes some µs besides its estimates, an estimate some steps for each sample, and drawing a prompt some more than adding it to a mean. */
const [STEPS_PER_PROMPT, STEPS_PER_ESTIMATE, STEPS_PER_DRAW] = [4096, 4, 4];

const promptMean: Schema = {
  type: 'object',
  required: ['mean', 'standardError', 'interval', 'intervalMethod', 'prompts'],
  properties: {
    mean: answerNumber,
    standardError: answerNumber,
    interval: { anyOf: [{ type: 'null' }, { ...answerNumbers, minItems: 2, maxItems: 2 }] },
    intervalMethod: { type: ['string', 'null'] },
    noInterval: { type: 'string' },
    errorFromSamples: answerNumber,
    prompts: { type: 'integer' },
    clusters: { type: 'integer' },
  },
};

export const samples: Route = {
  summary: 'Unbiased estimates from scored samples of many prompts',
  limits:
    `At most ${MAX_PROMPTS} prompts, ${MAX_SAMPLES} samples and ${MAX_SCORES} scores, with ${MAX_NUMBERS} numbers in ${MAX_VECTORS} vectors ` +
    `(rewards, log-probabilities and each score of each prompt); ${MAX_ESTIMATES} estimates (prompts x ns x kinds, ` +
    `where expected reward, win rate, KL estimate and each score are kinds) and ${MAX_RESAMPLED_MEANS} means of resamples (resamples x ns x kinds).`,
  vectors: {
    prompts: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_PROMPTS,
      description: 'the samples of each prompt',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rewards'],
        properties: {
          rewards: { ...numbers, minItems: 1 },
          logProbs: numbers,
          scores: { ...record(numbers), propertyNames: { maxLength: MAX_NAME_LENGTH } },
        },
      },
    },
  },
  options: {
    ns: {
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      minItems: 1,
      maxItems: MAX_NS,
      description: 'whole numbers of samples',
    },
    confidence: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    interval: { type: 'string', enum: INTERVAL_METHODS },
    seed: { type: 'integer' },
    resamples: { type: 'integer', minimum: 1, maximum: MAX_RESAMPLES.service },
  },
  required: ['prompts'],
  example: { prompts: [{ rewards: [0.2, 0.9, 0.4, 0.7] }, { rewards: [0.5, 0.1] }], ns: [1, 2] },
  // a row for each sample, with `logProb` if it is known; every other column is a score
  columns: { required: ['prompt', 'reward'], read: (table) => ({ prompts: promptsOf(table) }) },
  answer: {
    type: 'object',
    description: 'for every n the means over prompts, with standard errors and intervals',
    required: ['prompts', 'samples', 'confidence', 'rows'],
    properties: {
      prompts: { type: 'integer' },
      samples: { type: 'object', properties: { least: { type: 'integer' }, most: { type: 'integer' } } },
      confidence: { type: 'number' },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          required: ['n', 'answered', 'scores'],
          properties: {
            n: { type: 'integer' },
            answered: { type: 'integer' },
            scores: record(promptMean),
            estimates: record(promptMean),
          },
          additionalProperties: promptMean,
        },
      },
    },
  },

  size({ prompts, ns, interval, resamples: asked = RESAMPLES }: SamplesRequest): RequestSize {
    const resamples = interval === 'bootstrap' ? asked : 0;
    const names = new Set<string>();
    let [samples, most, vectors, values] = [0, 0, 0, 0];
    for (const { rewards, logProbs, scores } of prompts) {
      samples += rewards.length;
      vectors += logProbs ? 2 : 1;
      values += rewards.length + (logProbs?.length ?? 0);
      most = Math.max(most, rewards.length);
      for (const name in scores) {
        names.add(name);
        vectors++;
        values += scores[name].length;
      }
    }
    const nameLength = [...names].reduce((sum, { length }) => sum + length, 0);
    const nCount = ns?.length ?? powersOfTwo(most).length;
    const columns = nCount * (ESTIMATES_WITHOUT_SCORES + names.size);
    return {
      counts: [
        { what: 'prompts', count: prompts.length, limit: MAX_PROMPTS },
        { what: 'samples', count: samples, limit: MAX_SAMPLES },
        { what: 'rewards, log-probabilities and scores', count: values, limit: MAX_NUMBERS },
        vectorCount(vectors),
        { what: 'scores', count: names.size, limit: MAX_SCORES },
        { what: 'estimates (prompts x ns x kinds)', count: prompts.length * columns, limit: MAX_ESTIMATES },
        { what: 'means of resamples (resamples x ns x kinds)', count: resamples * columns, limit: MAX_RESAMPLED_MEANS },
        { what: 'numbers in its answer', count: NUMBERS_OF_MEAN * columns, limit: MAX_ANSWER_NUMBERS },
        { what: 'characters of names in its answer', count: nCount * nameLength, limit: MAX_ANSWER_CHARACTERS },
      ],
      steps:
        prompts.length * STEPS_PER_PROMPT +
        samples * columns * STEPS_PER_ESTIMATE +
        resamples * prompts.length * (columns + STEPS_PER_DRAW) +
        NUMBERS_OF_MEAN * columns * STEPS_PER_ANSWER_NUMBER,
    };
  },

  compute({ prompts, ...options }: SamplesRequest, { aggregate, Samples }: Library): RouteAnswer {
    const json = aggregate(samplesOf(prompts, Samples), options);
    return {
      json,
      // imported here, since the module imports the library
      columns: async () => columnsOf((await import('../../sample-files/flat-rows')).flatAggregate(json)),
    };
  },
};

/** One prompt after another, since all of them take many times as much as their numbers. */
function* samplesOf(prompts: readonly PromptRequest[], { from }: Library['Samples']): Generator<Samples> {
  for (const [i, prompt] of prompts.entries()) {
    try {
      yield from(samplesInput(prompt));
    } catch (error) {
      const { index, code } = error as Partial<Coded>;
      throw new RequestError(`prompts[${i}]: ${messageOf(error)}`, index, code);
    }
  }
}

function samplesInput({ rewards, logProbs, scores }: PromptRequest): SamplesInput {
  return {
    rewards: toDoubles(rewards),
    ...(logProbs ? { logProbs: toDoubles(logProbs) } : {}),
    ...(scores ? { scores: mapValues(scores, toDoubles) } : {}),
  };
}

/** Groups the rows by prompt; prompts are in the order of their first rows. */
function promptsOf(table: RequestTable): PromptRequest[] {
  const { reward, logProb, ...scores } = Object.fromEntries(
    table.names.filter((name) => name !== 'prompt').map((name) => [name, table.numbers(name)])
  );
  checkCounts([{ what: 'samples', count: reward.length, limit: MAX_SAMPLES }]);
  const { promptOf, sizes } = numberPrompts(table, reward.length);
  checkCounts([vectorCount(sizes.length * (Object.keys(scores).length + (logProb ? 2 : 1)))]);
  const ends = new Uint32Array(sizes.length);
  sizes.forEach((size, i) => {
    ends[i] = (i > 0 ? ends[i - 1] : 0) + size;
  });
  /** The values of each prompt: places in one array, since an array of its own takes more than a few values do. */
  const split = (values: Doubles) => {
    const sorted = new Float64Array(values.length);
    const next = ends.map((end, i) => end - sizes[i]);
    promptOf.forEach((prompt, row) => {
      sorted[next[prompt]++] = values[row];
    });
    return sizes.map((size, i) => sorted.subarray(ends[i] - size, ends[i]));
  };
  const [rewards, logProbs, scoreParts] = [split(reward), logProb && split(logProb), mapValues(scores, split)];
  return sizes.map((_, i) => ({
    rewards: rewards[i],
    ...(logProbs ? { logProbs: logProbs[i] } : {}),
    scores: mapValues(scoreParts, (parts) => parts[i]),
  }));
}

function vectorCount(count: number): Count {
  return { what: 'vectors (rewards, log-probabilities and scores of each prompt)', count, limit: MAX_VECTORS };
}

/** Numbers the prompts in the order of their first rows: the number of each row's prompt, and how many rows each has. */
function numberPrompts(table: RequestTable, rows: number): { promptOf: Uint32Array; sizes: number[] } {
  const numbers = new Map<string, number>();
  const sizes: number[] = [];
  const promptOf = new Uint32Array(rows);
  let characters = 0;
  table.eachId('prompt', (id, row) => {
    let number = numbers.get(id);
    if (number === undefined) {
      numbers.set(id, (number = sizes.push(0) - 1));
      characters += id.length;
      checkCounts([
        { what: 'prompts', count: sizes.length, limit: MAX_PROMPTS },
        { what: 'characters in ids', count: characters, limit: MAX_ID_CHARACTERS },
      ]);
    }
    sizes[number]++;
    promptOf[row] = number;
  });
  return { promptOf, sizes };
}

/** Rows as columns; a null becomes NaN. */
function columnsOf(rows: Record<string, number | null>[]): AnswerColumns {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)]));
}
