// The route `samples`: means over prompts of the estimates from their scored samples.

import { MAX_RESAMPLES } from '../../defaults';
import { type Coded, messageOf } from '../../errors';
import type { AggregateOptions, SamplesInput } from '../../index';
import { mapValues } from '../../map-values';
import { RequestError } from '../request-error';
import {
  type AnswerColumns,
  type Library,
  type NumberList,
  type RequestTable,
  type Route,
  type RouteAnswer,
  toDoubles,
} from './route';
import { numbers, record } from './schemas';

interface PromptRequest {
  rewards: NumberList;
  logProbs?: NumberList;
  scores?: Record<string, NumberList>;
}

interface SamplesRequest extends AggregateOptions {
  prompts: PromptRequest[];
}

export const samples: Route = {
  summary: 'Unbiased estimates from scored samples of many prompts',
  vectors: {
    prompts: {
      type: 'array',
      minItems: 1,
      description: 'the samples of each prompt',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rewards'],
        properties: { rewards: { ...numbers, minItems: 1 }, logProbs: numbers, scores: record(numbers) },
      },
    },
  },
  options: {
    ns: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, description: 'whole numbers of samples' },
    confidence: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    seed: { type: 'integer' },
    resamples: { type: 'integer', minimum: 1, maximum: MAX_RESAMPLES.service },
  },
  required: ['prompts'],
  example: { prompts: [{ rewards: [0.2, 0.9, 0.4, 0.7] }, { rewards: [0.5, 0.1] }], ns: [1, 2] },
  // a row for each sample, with `logProb` if it is known; every other column is a score
  columns: { required: ['prompt', 'reward'], read: (table) => ({ prompts: promptsOf(table) }) },
  answer: {
    type: 'object',
    description: 'for every n the means over prompts, with standard errors and bootstrap intervals',
    properties: {
      prompts: { type: 'integer' },
      samples: { type: 'object' },
      confidence: { type: 'number' },
      rows: { type: 'array', items: { type: 'object' } },
    },
  },

  compute({ prompts, ...options }: SamplesRequest, { aggregate, Samples }: Library): RouteAnswer {
    const samples = prompts.map((prompt, i) => {
      try {
        return Samples.from(samplesInput(prompt));
      } catch (error) {
        const { index, code } = error as Partial<Coded>;
        throw new RequestError(`prompts[${i}]: ${messageOf(error)}`, index, code);
      }
    });
    const json = aggregate(samples, options);
    return {
      json,
      // imported here, since the module imports the library
      columns: async () => columnsOf((await import('../../sample-files/flat-rows')).flatAggregate(json)),
    };
  },
};

function samplesInput({ rewards, logProbs, scores }: PromptRequest): SamplesInput {
  return {
    rewards: toDoubles(rewards),
    ...(logProbs ? { logProbs: toDoubles(logProbs) } : {}),
    ...(scores ? { scores: mapValues(scores, toDoubles) } : {}),
  };
}

/** Groups the rows by prompt; prompts are in the order of their first rows. */
function promptsOf(table: RequestTable): PromptRequest[] {
  const rows = new Map<unknown, number[]>();
  table.ids('prompt').forEach((id, row) => {
    const own = rows.get(id);
    if (own) own.push(row);
    else rows.set(id, [row]);
  });
  const { reward, logProb, ...scores } = Object.fromEntries(
    table.names.filter((name) => name !== 'prompt').map((name) => [name, table.numbers(name)])
  );
  return Array.from(rows.values(), (own) => {
    const take = (values: NumberList) => Float64Array.from(own, (row) => values[row] as number);
    return { rewards: take(reward), ...(logProb ? { logProbs: take(logProb) } : {}), scores: mapValues(scores, take) };
  });
}

/** Rows as columns; a null becomes NaN. */
function columnsOf(rows: Record<string, number | null>[]): AnswerColumns {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)]));
}
