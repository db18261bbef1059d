// Rows of a prompt, an answer and its reward under plain names, or of a prompt with the list of rewards of its answers.

import type { Row } from '../../files/record-sink';
import { rowsOfTable } from '../columnar';
import { isArrayLike } from '../paths';
import { isMissing, isPlainNumber } from '../scoring';
import { isStruct } from '../structs';
import { checkAnswers } from './answers';
import { fieldsOf, fieldsWithNumbers, type Kind, type KindColumns, numberFields, scoreFields, valuesOf } from './kind';
import { holdsTables, promptColumns, promptOf, promptOfRecord, repeats } from './prompt-names';
import { mayBeScore, plainName } from './score-names';

/** What a flag may be called. */
const FLAGS = /^(is_)?(correct(s|ness)?|pass|passed|success(ful)?|solved|resolved)(_(math_)?(verify|llama|label|score))?$/;

/** What a reward may be called, from the plainest name to the least. */
const REWARDS = [
  /^rewards?$/,
  /^scores?$/,
  /^ratings?$/,
  /^(overall|total|final|mean|average)_(reward|score|rating)s?$/,
  /(^|_)(reward|score|rating)s?$/,
  /^(reward|score|rating)s?_/,
  FLAGS,
  // what LangSmith exports
  /^feedback_/,
  /^(accuracy|accs?|exact_match|em|grades?|points)$/,
];

/** What speaks of one of two answers alone. */
const ONE_OF_TWO = /(^|_)(chosen|rejected)(_|$)/;

/** Fields with the text of a single answer. */
const ANSWERS = ['response', 'completion', 'output', 'answer', 'generation', 'generated_text'];

/** The fields whose values are lists of numbers. */
function numberLists(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter((name) => {
    const values = valuesOf(rows, name);
    const isList = (value: unknown) =>
      isArrayLike(value) && Array.from(value).every((entry) => isMissing(entry) || isPlainNumber(entry));
    return values.every(isList) && values.some((value) => Array.from(value as ArrayLike<unknown>).some(isPlainNumber));
  });
}

/** A flag, which may also be the share of what passed; `correct` may as well be what the answer should have been. */
const isFlag = (rows: readonly Row[], name: string) =>
  valuesOf(rows, name).every((value) => /^(true|false)$/i.test(String(value)) || (Number(value) >= 0 && Number(value) <= 1));

const rewardAmong = (names: readonly string[]) => {
  const may = names.filter((name) => mayBeScore(name) && !ONE_OF_TWO.test(plainName(name)));
  return REWARDS.map((pattern) => may.find((name) => pattern.test(plainName(name)))).find((name) => name !== undefined);
};

/** The numbers of structs that are called like rewards, the total first: `rewards.total`, `rewards.format`. */
function numbersInStructs(rows: readonly Row[]): string[] {
  return fieldsOf(rows).flatMap((field) => {
    const values = valuesOf(rows, field);
    if (!/^(rewards?|scores?|ratings?)$/i.test(field) || values.length === 0 || !values.every(isStruct)) return [];
    const names = numberFields(values).filter((name) => mayBeScore(name) && !/[.[\]]/.test(name));
    const first = rewardAmong(names);
    return [...names].sort((a, b) => Number(b === first) - Number(a === first)).map((name) => `${field}.${name}`);
  });
}

/** A sample in each row. */
function samplesIn(rows: readonly Row[], prompt = promptOf(rows)): KindColumns | undefined {
  const inside = numbersInStructs(rows);
  const names = numberFields(rows).filter((name) => name !== prompt && (!FLAGS.test(plainName(name)) || isFlag(rows, name)));
  const reward = rewardAmong(names) ?? inside[0] ?? rewardAmong(fieldsWithNumbers(rows).filter((name) => name !== prompt));
  if (prompt === undefined || reward === undefined) return undefined;
  return {
    prompt: promptColumns(rows, prompt),
    reward,
    scores: [...scoreFields(rows, [prompt, reward]), ...inside.filter((name) => name !== reward)],
  };
}

/** A list of rewards in each row: of several answers, or of the steps of one. */
function listsIn(rows: readonly Row[], prompt = promptOfRecord(rows)): KindColumns | undefined {
  const numbers = numberLists(rows);
  const reward = rewardAmong(numbers);
  if (reward === undefined) return undefined;
  const like = fieldsOf(rows).filter((name) => name !== reward && isLike(rows, name, reward));
  const hasAnswers = like.some((name) => !numbers.includes(name) && !/step/i.test(name));
  const hasSteps = /(^|_)(steps?|prm|process)(_|$)/.test(plainName(reward)) || like.some((name) => /step/i.test(name));
  const hasAnswer = ANSWERS.some((name) => valuesOf(rows, name).some((value) => typeof value === 'string'));
  if (!hasAnswers && (hasSteps || hasAnswer)) return stepsOf(rows, reward);
  if (prompt === undefined || (like.includes(prompt) && isListOfWords(valuesOf(rows, prompt)))) return undefined;
  // without the answers, lists of one prompt may be those of several answers or the steps of one each
  if (like.length === 0 && repeats(valuesOf(rows, prompt))) return undefined;
  return {
    prompt: promptColumns(rows, prompt, true),
    reward,
    scores: like.filter((name) => numbers.includes(name) && mayBeScore(name)),
  };
}

/** One answer in each row, with a reward for each of its steps. */
function stepsOf(rows: readonly Row[], reward: string): KindColumns | undefined {
  const prompt = promptOf(rows);
  const notice = `${reward} is a list for each answer and taken for the rewards of its steps; --steps says how they become one, by default the last`;
  return prompt === undefined
    ? undefined
    : { prompt: promptColumns(rows, prompt), reward, scores: [], steps: 'last', notices: [notice] };
}

/** Whether a field has lists that are everywhere as long as the rewards. */
function isLike(rows: readonly Row[], name: string, reward: string): boolean {
  const lengthOf = (value: unknown) => (isArrayLike(value) ? value.length : -1);
  return rows.every((row) => lengthOf(row[name]) === lengthOf(row[reward]));
}

/** Whether the values are lists of texts or numbers, each of which then names a prompt of its own: such a record is several rows by columns. */
const isListOfWords = (values: readonly unknown[]) =>
  values.every((value) => isArrayLike(value) && Array.from(value).every((entry) => typeof entry !== 'object'));

/**
 * The columns of rows under plain names; undefined if they have no prompt or no reward.
 *
 * @param prompt - the column that names the prompt, if that is known.
 */
export function columnsIn(rows: readonly Row[], prompt?: string): KindColumns | undefined {
  return samplesIn(rows, prompt) ?? listsIn(rows, prompt);
}

export const plain: Kind = {
  name: 'scored answers',
  source: 'https://huggingface.co/docs/trl/dataset_formats',
  where: 'rows of a prompt, an answer and its reward, or of a prompt with a list of rewards, from whatever wrote them',
  needs: [],
  fields: 'prompt (or question, input, instruction, id, ...), reward (or score, rating, NAME_reward, correct, ...)',
  fits: (rows) => columnsIn(rows) !== undefined,
  columns(rows) {
    const columns = columnsIn(rows) as KindColumns;
    if (columns.steps === undefined) checkAnswers(rows, columns.reward as string);
    return columns;
  },
};

/** The list of rewards in each record of a table, which is as long as the lists of prompts. */
function tableColumn(rows: readonly Row[]): string | undefined {
  const prompt = promptOfRecord(rows);
  if (prompt === undefined || !holdsTables(rows, prompt)) return undefined;
  const reward = rewardAmong(numberLists(rows));
  return reward !== undefined && isLike(rows, prompt, reward) ? reward : undefined;
}

export const plainTables: Kind = {
  name: 'tables of scored answers',
  source: 'https://huggingface.co/docs/datasets/v3.0.0/en/package_reference/main_classes#datasets.Dataset.to_dict',
  where: 'columns of a data set, saved by `json.dump(dataset.to_dict(), file)`',
  needs: [],
  fields: 'prompt, response, reward, ..., each of them a list of equal length',
  fits(rows) {
    const reward = tableColumn(rows);
    return reward !== undefined && columnsIn(rows.flatMap((row) => rowsOfTable(row, reward))) !== undefined;
  },
  unfold: (row) => rowsOfTable(row, tableColumn([row]) ?? 'reward'),
  columns: plain.columns,
};
