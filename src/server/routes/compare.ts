// The route `compare`: two runs over the same prompts, and which is better at each n.

import type { CompareOptions } from '../../index';
import { show } from '../../input/show';
import { powersOfTwo } from '../../numerics/grids';
import {
  MAX_ANSWER_CHARACTERS,
  MAX_ANSWER_NUMBERS,
  MAX_COMPARISONS,
  MAX_ESTIMATE_NAMES,
  MAX_ESTIMATES,
  MAX_NUMBERS,
  MAX_PROMPTS,
  MAX_SAMPLES,
  MAX_SCORES,
  MAX_VECTORS,
  MAX_VOTE_STEPS,
} from '../limits';
import { RequestError } from '../request-error';
import { type RequestSize, STEPS_PER_ANSWER_NUMBER } from '../request-limits';
import {
  comparisonSteps,
  countPrompts,
  ESTIMATES_WITHOUT_SCORES,
  estimateSize,
  type PromptCounts,
  promptLimits,
} from './prompt-sizes';
import { type PromptRequest, promptSchema, samplesOf, withPaths } from './prompts';
import type { Library, Route, RouteAnswer, Schema } from './route';
import { answerNumber, answerRange, clusterName, estimateNames, record, wholeNs } from './schemas';

interface RunPrompt extends PromptRequest {
  id: string;
  cluster?: string | number;
}

interface CompareRequest extends Omit<CompareOptions, 'clusters'> {
  first: RunPrompt[];
  second: RunPrompt[];
}

/** Two means, a difference with its error, two ranges, two p-values and four counts. */
const NUMBERS_OF_COMPARED = 15;

/** A comparison is made for its interval, for its band and once more for its p-value. */
const COMPARISONS = 3;

const run = (which: string): Schema => ({
  type: 'array',
  minItems: 1,
  maxItems: MAX_PROMPTS,
  description: `the samples of each prompt of the ${which} run`,
  items: promptSchema({ id: { type: 'string', description: 'by which the two runs match' }, cluster: clusterName }, ['id']),
});

const compared: Schema = {
  type: 'object',
  required: ['first', 'second', 'prompts', 'difference', 'standardError', 'interval', 'band', 'pValue', 'adjustedPValue', 'test'],
  properties: {
    first: answerNumber,
    second: answerNumber,
    prompts: { type: 'integer' },
    difference: answerNumber,
    standardError: answerNumber,
    clusteredStandardError: answerNumber,
    interval: answerRange,
    band: answerRange,
    pValue: answerNumber,
    adjustedPValue: answerNumber,
    test: { type: ['string', 'null'] },
    better: { type: 'integer' },
    worse: { type: 'integer' },
    tied: { type: 'integer' },
  },
};

const ids: Schema = { type: 'array', items: { type: 'string' } };

export const compare: Route = {
  summary: 'Two runs over the same prompts: which is better at each n, and how sure that is',
  limits:
    `For both runs together at most ${MAX_SAMPLES} samples, with ${MAX_NUMBERS} numbers and answers in ${MAX_VECTORS} vectors, and ${MAX_ESTIMATES} estimates ` +
    `(prompts x ns x kinds); for each at most ${MAX_PROMPTS} prompts, ${MAX_SCORES} scores and ${MAX_ESTIMATE_NAMES} names of estimates; ${MAX_COMPARISONS} ` +
    `comparisons (ns x kinds). Votes are limited as in samples. Requests and answers are JSON only.`,
  vectors: { first: run('first'), second: run('second') },
  options: {
    ns: wholeNs,
    estimates: estimateNames,
    confidence: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  },
  required: ['first', 'second'],
  example: {
    first: [
      { id: 't1', rewards: [1, 1, 0] },
      { id: 't2', rewards: [1, 0, 0] },
    ],
    second: [
      { id: 't1', rewards: [1, 0, 0] },
      { id: 't2', rewards: [0, 0, 0] },
    ],
    ns: [1, 2],
  },
  answer: {
    type: 'object',
    description: 'for every n the paired differences of each estimate, first less second, over the prompts that both runs have',
    required: ['prompts', 'onlyFirst', 'onlySecond', 'confidence', 'rows'],
    properties: {
      prompts: { type: 'integer' },
      onlyFirst: ids,
      onlySecond: ids,
      clusters: { type: 'integer' },
      confidence: { type: 'number' },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          required: ['n', 'scores', 'estimates'],
          properties: { n: { type: 'integer' }, scores: record(compared), estimates: record(compared) },
          additionalProperties: compared,
        },
      },
    },
  },

  size({ first, second, ns: asked, estimates }: CompareRequest): RequestSize {
    const runs = [first, second].map((prompts) => ({ prompts, counts: countPrompts(prompts) }));
    const all = together(runs.map(({ counts }) => counts));
    const ns = asked === undefined ? powersOfTwo(Math.min(...runs.map(({ counts }) => counts.most))) : Array.from(asked);
    const sizes = runs.map(({ prompts, counts }) => estimateSize(prompts, counts, ns, estimates, MAX_ESTIMATES));
    const kinds = Math.max(...sizes.map((size) => size.kinds));
    const characters = ns.length * sizes[0].characters + idCharacters(first) + idCharacters(second);
    const comparisons = ns.length * kinds;
    const numbers = NUMBERS_OF_COMPARED * ns.length * (kinds + ESTIMATES_WITHOUT_SCORES);
    const sum = (count: (size: (typeof sizes)[number]) => number) => count(sizes[0]) + count(sizes[1]);
    return {
      counts: [
        ...runs.flatMap(({ counts }) => promptLimits(counts)),
        ...promptLimits({ ...all, prompts: 0, scores: new Set() }),
        { what: 'estimates (prompts x ns x kinds)', count: all.prompts * comparisons, limit: MAX_ESTIMATES },
        { what: 'comparisons (ns x kinds)', count: comparisons, limit: MAX_COMPARISONS },
        { what: 'numbers in its answer', count: numbers, limit: MAX_ANSWER_NUMBERS },
        { what: 'characters of names and ids in its answer', count: characters, limit: MAX_ANSWER_CHARACTERS },
        { ...sizes[0].votes, count: sum(({ votes }) => votes.count), limit: MAX_VOTE_STEPS },
      ],
      steps:
        sum(({ steps }) => steps) +
        COMPARISONS * comparisons * comparisonSteps(Math.min(first.length, second.length)) +
        numbers * STEPS_PER_ANSWER_NUMBER,
    };
  },

  compute({ first, second, ...options }: CompareRequest, { compare, Samples }: Library): RouteAnswer {
    const clusters = clustersOf(first, second);
    const runOf = (prompts: readonly RunPrompt[], list: string) => {
      const samples = samplesOf(prompts, Samples, list);
      return Array.from(samples, (own, i) => [prompts[i].id, own] as const);
    };
    return {
      json: withPaths(() =>
        compare(runOf(first, 'first'), runOf(second, 'second'), { ...options, ...(clusters && { clusters }) })
      ),
    };
  },
};

function together([first, second]: readonly PromptCounts[]): PromptCounts {
  return {
    ...first,
    prompts: first.prompts + second.prompts,
    samples: first.samples + second.samples,
    vectors: first.vectors + second.vectors,
    values: first.values + second.values,
  };
}

const idCharacters = (prompts: readonly RunPrompt[]) => prompts.reduce((sum, { id }) => sum + id.length, 0);

/** The clusters by id, which either run may tell; undefined if none does. */
function clustersOf(first: readonly RunPrompt[], second: readonly RunPrompt[]): Map<string, string | number> | undefined {
  const clusters = new Map<string, string | number>();
  for (const [list, prompts] of Object.entries({ first, second })) {
    for (const [i, { id, cluster }] of prompts.entries()) {
      if (cluster === undefined) continue;
      const known = clusters.get(id) ?? cluster;
      if (known !== cluster)
        throw new RequestError(
          `${list}[${i}].cluster is ${show(cluster)}, and the other run has ${show(known)} for the prompt ${show(id)}`,
          i,
          'DIFFERENT_CLUSTERS'
        );
      clusters.set(id, cluster);
    }
  }
  return clusters.size > 0 ? clusters : undefined;
}
