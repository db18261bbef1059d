// What should make one doubt that the rows of a prompt are its samples, or that all scores are read.

import type { Row } from '../files/record-sink';
import { fieldsOf } from './kinds/kind';
import { isCalledScore, mayBeScore, plainName } from './kinds/score-names';
import { valueAt } from './paths';
import { isMissing } from './scoring';
import { textOf } from './values';

/** Names of columns that may tell runs apart, or only describe samples. */
const MAYBE_RUN =
  /^(dataset|dataset_name|data_source|subset|benchmark|task_name|env|env_id|language|version|revision|temperature|annotator|rater|labeler|template|prompt_template|system_prompt|prompt_type|few_?shot|num_fewshot|split|variant|condition|config|method|strategy|turn|round|(step|turn|round)_?(id|idx|index|no|num|number))$/;

/** Names of columns whose values differ from sample to sample, unless each is a run. */
const MAYBE_SAMPLE = /^(seed|epoch)$/;

/** Names of columns that say which sample of its prompt a row is. */
const SAMPLE_ID =
  /^((sample|rollout|completion|response|generation|trajectory|answer|request|candidate)_?(id|idx|index|no|num|uid|uuid)|uuid|trial|attempt|replica|rollout|_ng_rollout_index)$/;

/** Names of columns that hold what a policy answered. */
const RESPONSE = /^(responses?|completions?|outputs?|generations?|solutions?|resps|model_(response|output)|text)$/i;

/** How the rows are counted. */
interface Counted {
  prompt: readonly string[];
  by?: readonly string[];
  runs?: readonly string[];
  sampleId?: string;
  wide: boolean;
  /** Whether what tells candidates apart is no run. */
  hasNoRuns?: boolean;
}

/** What should make one doubt that the rows of a prompt are its samples, in whole sentences without a full stop. */
export function doubtsOf(rows: readonly Row[], { prompt, by = [], runs = [], sampleId, wide, hasNoRuns }: Counted): string[] {
  if (wide) return [];
  const used = [...by, ...runs, ...prompt];
  const keys = rows.map((row) => JSON.stringify(used.map((name) => textOf(valueAt(row, name)))));
  const prompts = new Set(keys).size;
  if (prompts === rows.length) return [];
  return fieldsOf(rows).flatMap((name) => {
    const plain = plainName(name);
    const isSample = MAYBE_SAMPLE.test(plain);
    if (used.includes(name) || name === sampleId) return [];
    if (![MAYBE_SAMPLE, MAYBE_RUN, SAMPLE_ID, RESPONSE].some((names) => names.test(plain)))
      return !hasNoRuns && setsRowsApart(rows, keys, name) ? [severalValues(name)] : [];
    const pairs = new Map<string, number>();
    rows.forEach((row, i) => {
      const pair = JSON.stringify([keys[i], textOf(row[name])]);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    });
    if (SAMPLE_ID.test(plain)) return samplesGivenTwice(name, pairs, prompts);
    if (RESPONSE.test(name)) return answersReadTwice(name, pairs, prompts);
    if (pairs.size === prompts || (isSample && pairs.size === rows.length)) return [];
    return [severalValues(name)];
  });
}

const severalValues = (name: string) =>
  `${name} has several values for one prompt, and its rows are counted as samples: --run ${name} keeps them apart`;

/** What says how good an answer is, or how it ended, and no run. */
const OUTCOME = /(verdict|judge?ment|grade|outcome|status|result|reason|label|correct|error|response|output)/;

/** In fewer prompts words may come out even by chance. */
const LEAST_PROMPTS = 3;

/** More different words than this are no names of runs. */
const MAX_RUNS = 20;

/** Whether a column has the same few words for every prompt, each as often as for the next one: no property of samples comes out so even. */
function setsRowsApart(rows: readonly Row[], keys: readonly string[], name: string): boolean {
  const words = rows.map((row) => row[name]);
  const isWord = (value: unknown) => typeof value === 'string' && value !== '' && !Number.isFinite(Number(value));
  if (!mayBeScore(name) || OUTCOME.test(plainName(name)) || !words.every(isWord)) return false;
  const count = new Set(words).size;
  if (count < 2 || count > MAX_RUNS) return false;
  const ofPrompts = new Map<string, string[]>();
  keys.forEach((key, i) => {
    const own = ofPrompts.get(key);
    if (own) own.push(words[i] as string);
    else ofPrompts.set(key, [words[i] as string]);
  });
  const isEven = (lists: readonly string[][]) =>
    lists.length >= LEAST_PROMPTS &&
    new Set(lists[0]).size === count &&
    new Set(lists.map((own) => own.sort().join('\n'))).size === 1;
  const lists = [...ofPrompts.values()];
  // the rows of the last prompt may go on after these records
  return isEven(lists) || isEven(lists.slice(0, -1));
}

/** Where an id of samples stands twice for one prompt, a sample was more likely written twice. */
function samplesGivenTwice(name: string, pairs: ReadonlyMap<string, number>, prompts: number): string[] {
  const twice = [...pairs.values()].filter((times) => times > 1).length;
  if (twice === 0 || pairs.size === prompts) return [];
  const hint = `if the same samples were written twice, --sample-id ${name} finds them, and with --last the later ones count`;
  return [`${name} has the same value several times for one prompt: ${hint}`];
}

/** Columns that are called like a score and have no value in any of these records. */
export function emptyScores(rows: readonly Row[], used: readonly string[]): string[] {
  const isEmpty = (name: string) => rows.every((row) => isMissing(row[name]));
  const names = fieldsOf(rows).filter((name) => isCalledScore(name) && !used.includes(name) && isEmpty(name));
  return names.length === 0 ? [] : [`these have no value in the first records and are left out: ${names.join(', ')}`];
}

/** Where every answer of every prompt stands there several times, it was more likely judged than sampled several times. */
function answersReadTwice(name: string, pairs: ReadonlyMap<string, number>, prompts: number): string[] {
  let least = Infinity;
  for (const times of pairs.values()) least = Math.min(least, times);
  if (least < 2 || prompts < 2 || pairs.size === prompts) return [];
  const hint = 'if one answer was judged several times, name what differs with --run COLUMN';
  return [`every ${name} stands at least ${least} times beside its prompt: ${hint}`];
}
