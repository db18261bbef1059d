// The samples of prompts as requests hold them, for every route that estimates from samples: the schema, and what the library takes.

import { type Coded, messageOf } from '../../errors';
import type { Samples, SamplesInput } from '../../index';
import { mapValues } from '../../map-values';
import { MAX_NAME_LENGTH } from '../limits';
import { RequestError } from '../request-error';
import type { Answers } from '../vote-steps';
import { type Library, type NumberList, type Schema, toDoubles } from './route';
import { numbers, record } from './schemas';

export interface PromptRequest {
  rewards: NumberList;
  logProbs?: NumberList;
  scores?: Record<string, NumberList>;
  answers?: Answers;
}

/** The schema of a prompt, with further fields perhaps, some of them required. */
export function promptSchema(more: Readonly<Record<string, Schema>> = {}, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: [...required, 'rewards'],
    properties: {
      ...more,
      rewards: { ...numbers, minItems: 1 },
      logProbs: numbers,
      scores: { ...record(numbers), propertyNames: { maxLength: MAX_NAME_LENGTH } },
      answers: {
        type: 'array',
        items: { type: ['string', 'number', 'null'] },
        description: 'what each sample answered, for votes: equal answers vote together, and null is no vote',
      },
    },
  };
}

/** One prompt after another, since all of them take many times as much as their numbers; `list` is what messages call them. */
export function* samplesOf(
  prompts: readonly PromptRequest[],
  { from }: Library['Samples'],
  list = 'prompts'
): Generator<Samples> {
  for (const [i, prompt] of prompts.entries()) {
    try {
      yield from(samplesInput(prompt));
    } catch (error) {
      throw inList(list, i, error);
    }
  }
}

function samplesInput({ rewards, logProbs, scores, answers }: PromptRequest): SamplesInput {
  return {
    rewards: toDoubles(rewards),
    ...(logProbs ? { logProbs: toDoubles(logProbs) } : {}),
    ...(scores ? { scores: mapValues(scores, toDoubles) } : {}),
    ...(answers ? { answers } : {}),
  };
}

function inList(list: string, i: number, error: unknown): RequestError {
  const { index, code } = error as Partial<Coded>;
  return new RequestError(`${list}[${i}]: ${messageOf(error)}`, index, code);
}

/** Runs what asks the library about prompts: where its errors say `prompt 3`, those of a request say `prompts[3]`. */
export function withPaths<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const [, list = 'prompts', i, rest] = /^(?:(first|second): )?prompt (\d+): (.*)$/s.exec(messageOf(error)) ?? [];
    const { index, code } = error as Partial<Coded>;
    throw i === undefined || code === undefined ? error : new RequestError(`${list}[${i}]: ${rest}`, index, code);
  }
}
