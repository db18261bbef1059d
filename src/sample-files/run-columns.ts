// The columns that tell runs apart: answers of two models, checkpoints, steps or filters are no repeats of each other.

import type { Row } from '../files/record-sink';
import { withDigits } from '../format/value';
import { fieldsOf, valuesOf } from './kinds/kind';
import { plainName } from './kinds/score-names';
import { valueAt } from './paths';
import { isStruct } from './structs';

/** Names of columns that say which policy, or which way to judge it, a row is of. */
const RUN = new RegExp(
  [
    '^(run|experiment|filter)(_?(id|name))?$|^(extractor|agent|agent_name|llm|llm_name|lora|adapter)$',
    // of the policy, of the judge or of the reward model: what several models wrote or scored are no repeats
    '^(\\w+_)?(model|generator|checkpoint|ckpt)(_?(id|name|path|step|version))?$',
    '^policy(_?(id|name|path|step|version))?$|^weights?_(id|name|path|step|version)$|^(judge|grader|scorer|verifier|rm)(_name)?$',
    '^((global|train|training|trainer|gen|policy|rollout)_?)?step$|^(global|train|training)_?steps$|^iteration$',
  ].join('|')
);

/** Names of columns that may tell runs apart, or only describe samples. */
const MAYBE_RUN =
  /^(version|revision|temperature|annotator|rater|labeler|template|prompt_template|system_prompt|prompt_type|few_?shot|num_fewshot|split|variant|condition|config|method|strategy|metric|turn)$/;

/** Names of columns whose values differ from sample to sample, unless each is a run. */
const MAYBE_SAMPLE = /^(seed|epoch)$/;

const isRun = (name: string) => RUN.test(plainName(name));

/** The columns of these records that say which run a sample is of: fields, or those of structs such as `metadata.model`. */
export function runColumns(rows: readonly Row[]): string[] {
  const paths = fieldsOf(rows).flatMap((field) => {
    const structs = valuesOf(rows, field).filter(isStruct);
    return structs.length === 0 ? [field] : fieldsOf(structs).map((name) => `${field}.${name}`);
  });
  const isNamed = (path: string) => isRun(path) || isRun(path.slice(path.indexOf('.') + 1));
  return paths.filter((path) => {
    const values = isNamed(path) ? valuesOf(rows, path) : [];
    return values.length > 0 && values.every(isLabel);
  });
}

/** Names of columns that hold what a policy answered. */
const RESPONSE = /^(responses?|completions?|outputs?|generations?|solutions?|resps|model_(response|output)|text)$/i;

/** How the rows are counted. */
interface Counted {
  prompt: readonly string[];
  by?: readonly string[];
  runs?: readonly string[];
  wide: boolean;
}

/** What should make one doubt that the rows of a prompt are its samples, in whole sentences without a full stop. */
export function doubtsOf(rows: readonly Row[], { prompt, by = [], runs = [], wide }: Counted): string[] {
  if (wide) return [];
  const used = [...by, ...runs, ...prompt];
  const keys = rows.map((row) => JSON.stringify(used.map((name) => textOf(valueAt(row, name)))));
  const prompts = new Set(keys).size;
  if (prompts === rows.length) return [];
  return fieldsOf(rows).flatMap((name) => {
    const plain = plainName(name);
    const isSample = MAYBE_SAMPLE.test(plain);
    if (used.includes(name) || !(isSample || MAYBE_RUN.test(plain) || RESPONSE.test(name))) return [];
    const pairs = new Map<string, number>();
    rows.forEach((row, i) => {
      const pair = JSON.stringify([keys[i], textOf(row[name])]);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    });
    if (RESPONSE.test(name)) return answersReadTwice(name, pairs, prompts);
    if (pairs.size === prompts || (isSample && pairs.size === rows.length)) return [];
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
