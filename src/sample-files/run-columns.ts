// The columns that tell runs apart: answers of two models, checkpoints, steps or filters are no repeats of each other.

import type { Row } from '../files/record-sink';
import { withDigits } from '../format/value';
import { fieldsOf, valuesOf } from './kinds/kind';
import { valueAt } from './paths';

/** Names of columns that say which policy, or which way to judge it, a row is of. */
const RUN =
  /^(run|run_?id|run_?name|model|model_?(id|name|path)|policy|generator|checkpoint|checkpoint_(name|path|step)|ckpt|(global_?|train(ing)?_?|trainer_?)?step|iteration|filter|filter_?name|extractor|experiment|experiment_?(id|name)|agent)$/i;

/** Names of columns that may tell runs apart, or only describe samples. */
const MAYBE_RUN =
  /^(seed|temperature|epoch|judge|judge_model|annotator|template|prompt_template|few_?shot|num_fewshot|split|variant|condition)$/i;

/** The columns of these records that say which run a sample is of. */
export function runColumns(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter(
    (name) => RUN.test(name) && valuesOf(rows, name).every(isLabel) && valuesOf(rows, name).length > 0
  );
}

/** Names of columns that hold what a policy answered. */
const RESPONSE = /^(responses?|completions?|outputs?|generations?|solutions?|resps|model_(response|output)|text)$/i;

/** How the rows are counted. */
interface Counted {
  prompt: readonly string[];
  by?: readonly string[];
  runs?: readonly string[];
  /** Columns that are read as numbers, so that they name no run. */
  scores?: readonly string[];
  wide: boolean;
}

/** What should make one doubt that the rows of a prompt are its samples, in whole sentences without a full stop. */
export function doubtsOf(rows: readonly Row[], { prompt, by = [], runs = [], scores = [], wide }: Counted): string[] {
  if (wide) return [];
  const used = [...by, ...runs, ...prompt];
  const keys = rows.map((row) => JSON.stringify(used.map((name) => textOf(valueAt(row, name)))));
  const prompts = new Set(keys).size;
  if (prompts === rows.length) return [];
  return fieldsOf(rows).flatMap((name) => {
    if (used.includes(name) || scores.includes(name) || !(MAYBE_RUN.test(name) || RESPONSE.test(name))) return [];
    const pairs = new Map<string, number>();
    rows.forEach((row, i) => {
      const pair = JSON.stringify([keys[i], textOf(row[name])]);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    });
    if (RESPONSE.test(name)) return answersReadTwice(name, pairs, prompts);
    if (pairs.size === prompts || pairs.size === rows.length) return [];
    return [`${name} has several values for one prompt, and its rows are counted as samples: --run ${name} keeps them apart`];
  });
}

/** Where every answer of every prompt stands there several times, it was more likely judged than sampled several times. */
function answersReadTwice(name: string, pairs: ReadonlyMap<string, number>, prompts: number): string[] {
  let least = Infinity;
  for (const times of pairs.values()) least = Math.min(least, times);
  if (least < 2 || prompts < 2 || pairs.size === prompts) return [];
  const hint = 'if one answer was judged several times, name what differs with --run COLUMN';
  return [`every ${name} stands at least ${least} times beside its prompt: ${hint}`];
}

const isLabel = (value: unknown): boolean => ['string', 'number', 'bigint', 'boolean'].includes(typeof value);

const textOf = (value: unknown): string => (typeof value === 'object' ? withDigits(value) : undefined) ?? String(value);
