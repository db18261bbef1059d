// Pairs of a chosen and a rejected answer with the score of each, such as the binarised UltraFeedback.

import type { Row } from '../../files/record-sink';
import { isArrayLike, valueAt } from '../paths';
import { isStruct } from '../structs';
import { fieldsOf, type Kind, numberFields, scoreFields, valuesOf } from './kind';
import { promptOf } from './prompt-names';

/** The fields of a score, one for the chosen and one for the rejected answer, and what both are called without that. */
interface Pair {
  name: string;
  chosen: string;
  rejected: string;
}

/** `score_chosen` and `score_rejected`, `chosen-rating` and `rejected-rating`, and so on. */
function pairsIn(fields: readonly string[]): Pair[] {
  return fields.flatMap((chosen) => {
    const rejected = chosen.replace('chosen', 'rejected');
    const name = chosen.replace(/^chosen[_-]|[_-]chosen$/, '');
    return name !== chosen && name !== '' && fields.includes(rejected) ? [{ name, chosen, rejected }] : [];
  });
}

/** The pairs of scores: of one chosen and one rejected answer, or of a list of each. */
function numberPairs(rows: readonly Row[]): Pair[] {
  const isNumberList = (name: string) => valuesOf(rows, name).length > 0 && valuesOf(rows, name).every(isNumbers);
  return pairsIn([...numberFields(rows), ...fieldsOf(rows).filter(isNumberList)]).filter(({ name }) => SCORE_NAME.test(name));
}

const isNumbers = (value: unknown): value is ArrayLike<unknown> =>
  isArrayLike(value) && Array.from(value).every((entry) => ['number', 'bigint'].includes(typeof entry));

const SCORE_NAME = /(^|[_-])(rewards?|scores?|ratings?|logits?|values?)$/i;

/**
 * The answers of a record: its fields with those of each answer under their common names, and whether the answer is a preferred one. Lists of scores
 * are of several chosen and rejected answers.
 */
export function answersOf(row: Row): Row[] {
  const pairs = pairsIn(Object.keys(row));
  const others = Object.entries(row).filter(([name]) => !pairs.some(({ chosen, rejected }) => [chosen, rejected].includes(name)));
  const answers = (side: 'chosen' | 'rejected', preferred: number): Row[] => {
    const own = pairs.map((pair) => [pair.name, row[pair[side]]] as const);
    const count = own.reduce((most, [, value]) => (isNumbers(value) ? Math.max(most, value.length) : most), 0);
    const entry = (value: unknown, i: number) => (isNumbers(value) ? value[i] : value);
    return Array.from({ length: Math.max(count, 1) }, (_, i) => ({
      ...Object.fromEntries([...others, ...own.map(([name, value]) => [name, entry(value, i)] as const)]),
      preferred,
    }));
  };
  return [...answers('chosen', 1), ...answers('rejected', 0)];
}

export const preferencePairs: Kind = {
  name: 'preference pairs',
  source: 'https://huggingface.co/datasets/HuggingFaceH4/ultrafeedback_binarized',
  where: 'data for DPO and for reward models, such as UltraFeedback binarized, lies on the Hugging Face Hub',
  needs: [/chosen/, /rejected/],
  fields: 'score_chosen, score_rejected (or chosen-rating, rejected_reward, ...)',
  fits: (rows) => numberPairs(rows).length > 0 && promptOf(rows) !== undefined,
  unfold: answersOf,
  columns(rows) {
    const prompt = promptOf(rows) as string;
    // what is the same for both answers, such as their margin, is no score of either
    const differs = (name: string) => rows.some((row, i) => i % 2 === 1 && row[name] !== rows[i - 1][name]);
    // without what is no text in CSV either
    const own = rows.map(({ preferred, ...row }) => row);
    const numbers = scoreFields(own, [prompt]).filter(differs);
    const reward = numbers.find((name) => SCORE_NAME.test(name)) ?? 'preferred';
    const scores = [...numbers, 'preferred'].filter((name) => name !== reward);
    return { prompt: [prompt], reward, scores, notices: inSeveralPairs(rows, prompt) };
  },
  hasNoRuns: true,
};

/** An answer that stands in several pairs of its prompt is not drawn anew in each. */
function inSeveralPairs(rows: readonly Row[], prompt: string): string[] {
  const times = new Map<string, number>();
  for (const row of rows) {
    const answer = row.preferred === 1 ? row.chosen : row.rejected;
    // several answers of a record have no text of their own here
    if (typeof answer !== 'string' && !(isArrayLike(answer) && Array.from(answer).every(isStruct))) continue;
    const key = JSON.stringify([valueAt(row, prompt), answer], (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  if (![...times.values()].some((count) => count > 1)) return [];
  return ['some answers stand in several pairs of their prompt, and count as a sample in each'];
}
