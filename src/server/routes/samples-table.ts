// The samples of prompts in an Arrow table: a row for each sample, in any order.

import type { Doubles } from '../../input/numbers';
import { show } from '../../input/show';
import { mapValues } from '../../map-values';
import { NO_ANSWER } from '../../numerics/majority-score';
import { MAX_ID_CHARACTERS, MAX_PROMPTS, MAX_SAMPLES } from '../limits';
import { RequestError } from '../request-error';
import { checkCounts } from '../request-limits';
import { vectorCount } from './prompt-sizes';
import type { PromptRequest } from './prompts';
import type { RequestTable } from './route';

/** The columns that are no scores. */
const OWN = ['prompt', 'reward', 'logProb', 'answer', 'cluster'];

/** The prompts of a table, in the order of their first rows, and their clusters if it has them. */
export function promptsOf(table: RequestTable): { prompts: PromptRequest[]; clusters?: string[] } {
  const has = (name: string) => table.names.includes(name);
  const reward = table.numbers('reward');
  const rows = reward.length;
  checkCounts([{ what: 'samples', count: rows, limit: MAX_SAMPLES }]);
  const logProb = has('logProb') ? table.numbers('logProb') : undefined;
  const names = table.names.filter((name) => !OWN.includes(name));
  const scores = Object.fromEntries(names.map((name) => [name, table.numbers(name)]));
  const { promptOf, sizes } = numberPrompts(table, rows);
  checkCounts([vectorCount(sizes.length * (1 + names.length + (logProb ? 1 : 0) + (has('answer') ? 1 : 0)))]);
  const split = splitter(promptOf, sizes);
  const [rewards, logProbs, scoreParts] = [split(reward), logProb && split(logProb), mapValues(scores, split)];
  const answers = has('answer') ? split(answerCodes(table, rows)) : undefined;
  const prompts = sizes.map((_, i) => ({
    rewards: rewards[i],
    ...(logProbs ? { logProbs: logProbs[i] } : {}),
    scores: mapValues(scoreParts, (parts) => parts[i]),
    ...(answers ? { answers: Array.from(answers[i], (code) => (code === NO_ANSWER ? null : code)) } : {}),
  }));
  return { prompts, ...(has('cluster') ? { clusters: clustersOf(table, promptOf, sizes.length) } : {}) };
}

/** Splits a column into the values of each prompt: places in one array, since an array of its own takes more than a few values do. */
function splitter(promptOf: Uint32Array, sizes: readonly number[]): (values: Doubles) => Float64Array[] {
  const ends = new Uint32Array(sizes.length);
  sizes.forEach((size, i) => {
    ends[i] = (i > 0 ? ends[i - 1] : 0) + size;
  });
  return (values) => {
    const sorted = new Float64Array(values.length);
    const next = ends.map((end, i) => end - sizes[i]);
    promptOf.forEach((prompt, row) => {
      sorted[next[prompt]++] = values[row];
    });
    return sizes.map((size, i) => sorted.subarray(ends[i] - size, ends[i]));
  };
}

/** Numbers the prompts in the order of their first rows: the number of each row's prompt, and how many rows each has. */
function numberPrompts(table: RequestTable, rows: number): { promptOf: Uint32Array; sizes: number[] } {
  const sizes: number[] = [];
  const numberOf = numbering('ids', (count) => {
    sizes.push(0);
    checkCounts([{ what: 'prompts', count, limit: MAX_PROMPTS }]);
  });
  const promptOf = new Uint32Array(rows);
  table.eachId('prompt', (id, row) => {
    promptOf[row] = numberOf(id);
    sizes[promptOf[row]]++;
  });
  return { promptOf, sizes };
}

/** The answers as codes, which take less than their texts. */
function answerCodes(table: RequestTable, rows: number): Float64Array {
  const codes = new Float64Array(rows);
  const numberOf = numbering('answers');
  table.eachText('answer', (text, row) => {
    codes[row] = text === null ? NO_ANSWER : numberOf(text);
  });
  return codes;
}

/** The cluster of each prompt, which all of its rows must name alike. */
function clustersOf(table: RequestTable, promptOf: Uint32Array, prompts: number): string[] {
  const clusters = new Array<string>(prompts);
  const numberOf = numbering('clusters');
  table.eachId('cluster', (cluster, row) => {
    const prompt = promptOf[row];
    numberOf(cluster);
    clusters[prompt] ??= cluster;
    if (clusters[prompt] !== cluster)
      throw new RequestError(
        `cluster[${row}] is ${show(cluster)}, and an earlier row of its prompt has ${show(clusters[prompt])}`,
        row,
        'DIFFERENT_CLUSTERS'
      );
  });
  return clusters;
}

/** Numbers texts as they come; all of them together may have so many characters. */
function numbering(what: string, onNew: (count: number) => void = () => {}): (text: string) => number {
  const numbers = new Map<string, number>();
  let characters = 0;
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    characters += text.length;
    onNew(numbers.size);
    checkCounts([{ what: `characters in ${what}`, count: characters, limit: MAX_ID_CHARACTERS }]);
    return numbers.size - 1;
  };
}
