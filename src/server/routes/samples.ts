// The route `samples`: means over prompts of the estimates from their scored samples, and answers to questions about them.

import { MAX_RESAMPLES, RESAMPLES } from '../../defaults';
import type { AggregateOptions, Samples } from '../../index';
import { powersOfTwo } from '../../numerics/grids';
import { INTERVAL_METHODS } from '../../prompt-means';
import {
  MAX_ANSWER_CHARACTERS,
  MAX_ANSWER_NUMBERS,
  MAX_ESTIMATE_NAMES,
  MAX_ESTIMATES,
  MAX_NUMBERS,
  MAX_PROMPTS,
  MAX_RESAMPLED_MEANS,
  MAX_SAMPLES,
  MAX_SCORES,
  MAX_VECTORS,
} from '../limits';
import { NotAcceptableError } from '../request-error';
import { type RequestSize, STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import { countPrompts, ESTIMATES_WITHOUT_SCORES, estimateSize, promptLimits } from './prompt-sizes';
import { type PromptRequest, promptSchema, samplesOf, withPaths } from './prompts';
import { answerSchemas, questionSchemas } from './question-schemas';
import { answersTo, isAsked, type Questions, questionSize } from './questions';
import type { AnswerColumns, Library, Route, RouteAnswer, Schema } from './route';
import { promptsOf } from './samples-table';
import { answerNumber, answerRange, clusterNames, estimateNames, record, wholeNs } from './schemas';

interface SamplesRequest extends AggregateOptions, Questions {
  prompts: PromptRequest[];
}

/** Mean, error, two ends of an interval, and the number of prompts. */
const NUMBERS_OF_MEAN = 5;

/** Drawing a prompt takes some more than adding it to a mean. */
const STEPS_PER_DRAW = 4;

const promptMean: Schema = {
  type: 'object',
  required: ['mean', 'standardError', 'interval', 'intervalMethod', 'prompts'],
  properties: {
    mean: answerNumber,
    standardError: answerNumber,
    interval: answerRange,
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
    `At most ${MAX_PROMPTS} prompts, ${MAX_SAMPLES} samples, ${MAX_SCORES} scores and ${MAX_ESTIMATE_NAMES} names of estimates, with ${MAX_NUMBERS} numbers and answers in ` +
    `${MAX_VECTORS} vectors (rewards, log-probabilities, answers and each score of each prompt); ${MAX_ESTIMATES} estimates (prompts x ns x kinds, ` +
    `where expected reward, win rate, KL estimate and each score are kinds, or the names in estimates are; a target has about 64 ns, or more where prompts have ` +
    `more samples) and ${MAX_RESAMPLED_MEANS} means of resamples (resamples x ns x kinds). What majorities take grows with the cube of n: of one prompt with as many ` +
    `answers as samples, n is at most about 1,000.`,
  vectors: {
    prompts: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_PROMPTS,
      description: 'the samples of each prompt',
      items: promptSchema(),
    },
    clusters: clusterNames,
  },
  options: {
    ns: wholeNs,
    estimates: estimateNames,
    confidence: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    interval: { type: 'string', enum: INTERVAL_METHODS },
    seed: { type: 'integer' },
    resamples: { type: 'integer', minimum: 1, maximum: MAX_RESAMPLES.service },
    ...questionSchemas,
  },
  required: ['prompts'],
  example: { prompts: [{ rewards: [0.2, 0.9, 0.4, 0.7] }, { rewards: [0.5, 0.1] }], ns: [1, 2] },
  // a row for each sample, with `logProb`, `answer` and `cluster` if they are known; every other column is a score
  columns: { required: ['prompt', 'reward'], read: promptsOf },
  answer: {
    type: 'object',
    description:
      'for every n the means over prompts, with standard errors and intervals; what was asked, under the name of the question',
    required: ['prompts', 'samples', 'confidence', 'rows'],
    properties: {
      prompts: { type: 'integer' },
      samples: { type: 'object', properties: { least: { type: 'integer' }, most: { type: 'integer' } } },
      confidence: { type: 'number' },
      ...answerSchemas,
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

  size({ prompts, ...options }: SamplesRequest): RequestSize {
    const { interval, resamples: asked = RESAMPLES, estimates } = options;
    const counts = countPrompts(prompts);
    const resamples = interval === 'bootstrap' ? asked : 0;
    // by default each prompt has estimates up to its own number of samples
    const ns = options.ns === undefined ? powersOfTwo(counts.most) : Array.from(options.ns);
    const { kinds, characters, votes, steps } = estimateSize(prompts, counts, ns, estimates, MAX_ESTIMATES);
    const asks = questionSize(options, counts, ns.length);
    const means = ns.length * kinds + asks.means;
    const numbers = NUMBERS_OF_MEAN * ns.length * (kinds + ESTIMATES_WITHOUT_SCORES) + asks.numbers;
    return {
      counts: [
        ...promptLimits(counts),
        {
          what: 'estimates (prompts x ns x kinds)',
          count: prompts.length * ns.length * kinds + asks.estimates,
          limit: MAX_ESTIMATES,
        },
        { what: 'means of resamples (resamples x ns x kinds)', count: resamples * means, limit: MAX_RESAMPLED_MEANS },
        { what: 'numbers in its answer', count: numbers, limit: MAX_ANSWER_NUMBERS },
        { what: 'characters of names in its answer', count: ns.length * characters, limit: MAX_ANSWER_CHARACTERS },
        votes,
      ],
      steps: steps + asks.steps + resamples * prompts.length * (means + STEPS_PER_DRAW) + numbers * STEPS_PER_ANSWER_NUMBER,
    };
  },

  compute({ prompts, gold, target, extrapolate, ...options }: SamplesRequest, library: Library): RouteAnswer {
    const questions = { gold, target, extrapolate };
    const asked = isAsked(questions);
    const { estimates, ...shared } = options;
    const [result, answers] = withPaths(() => {
      const samples = samplesOf(prompts, library.Samples);
      // without questions one prompt after another
      const all = asked ? [...samples] : samples;
      return [library.aggregate(all, options), asked ? answersTo(questions, prompts, all as Samples[], shared, library) : {}];
    });
    return {
      json: { ...result, ...answers },
      // imported here, since the module imports the library
      async columns() {
        if (asked) throw new NotAcceptableError('gold, target and extrapolate have no columns: accept application/json');
        return columnsOf((await import('../../sample-files/flat-rows')).flatAggregate(result));
      },
    };
  },
};

/** Rows as columns; a null becomes NaN. */
function columnsOf(rows: Record<string, number | null>[]): AnswerColumns {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)]));
}
