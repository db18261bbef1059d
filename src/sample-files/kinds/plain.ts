// Rows of a prompt, an answer and its reward under plain names, or of a prompt with the list of rewards of its answers.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { fieldsOf, type Kind, mayBeScore, numberFields, promptOf, scoreFields, valuesOf } from './kind';

/** What a reward may be called, from the plainest name to the least. */
const REWARDS = [
  /^(reward|rewards)$/i,
  /^(score|scores)$/i,
  /^(rating|ratings)$/i,
  /^(overall|total|final|mean|average)_(reward|score|rating)s?$/i,
  /(^|[_-])(reward|score|rating)s?$/i,
  /^(reward|score|rating)s?[_-]/i,
  /^(is_)?(correct|passed|success(ful)?|solved|resolved)$/i,
  /^(accuracy|acc|exact_match|em|grade|points)$/i,
];

const isNumber = (value: unknown) => ['number', 'bigint', 'boolean'].includes(typeof value);

/** The fields whose values are lists of numbers. */
function numberLists(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter((name) => {
    const values = valuesOf(rows, name);
    const isList = (value: unknown) =>
      isArrayLike(value) && Array.from(value).every((entry) => entry === null || isNumber(entry));
    return values.length > 0 && values.every(isList) && values.some((value) => (value as ArrayLike<unknown>).length > 0);
  });
}

/** The reward: a number of each row, or a list of them. */
function rewardIn(rows: readonly Row[]): { reward: string; scores: string[] } | undefined {
  const prompt = promptOf(rows);
  for (const [names, others] of [
    [numberFields(rows), (reward: string) => scoreFields(rows, [reward, prompt ?? ''])],
    [numberLists(rows), (reward: string) => listsLike(rows, reward)],
  ] as const) {
    const reward = REWARDS.map((pattern) => names.find((name) => pattern.test(name) && mayBeScore(name) && name !== prompt)).find(
      Boolean
    );
    if (reward !== undefined) return { reward, scores: others(reward) };
  }
  return undefined;
}

/** The other lists of scores that are everywhere as long as the rewards. */
function listsLike(rows: readonly Row[], reward: string): string[] {
  const lengthOf = (row: Row, name: string) => (isArrayLike(row[name]) ? row[name].length : 0);
  const isLike = (name: string) => rows.every((row) => lengthOf(row, name) === lengthOf(row, reward));
  return numberLists(rows).filter((name) => name !== reward && mayBeScore(name) && isLike(name));
}

export const plain: Kind = {
  name: 'scored answers',
  source: 'https://huggingface.co/docs/trl/dataset_formats',
  needs: [],
  fields: 'prompt (or question, input, instruction, id, ...), reward (or score, rating, NAME_reward, correct, ...)',
  fits: (rows) => promptOf(rows) !== undefined && rewardIn(rows) !== undefined,
  columns(rows) {
    const { reward, scores } = rewardIn(rows) as { reward: string; scores: string[] };
    return { prompt: [promptOf(rows) as string], reward, scores };
  },
};
