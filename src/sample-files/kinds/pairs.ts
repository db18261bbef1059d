// Pairs of a chosen and a rejected answer with the score of each, such as the binarised UltraFeedback.

import type { Row } from '../../files/record-sink';
import { type Kind, numberFields, scoreFields } from './kind';
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

const numberPairs = (rows: readonly Row[]) => pairsIn(numberFields(rows)).filter(({ name }) => SCORE_NAME.test(name));

const SCORE_NAME = /(^|[_-])(rewards?|scores?|ratings?|logits?|values?)$/i;

/** The two answers of a record: its fields with those of each answer under their common names, and whether the answer is the preferred one. */
export function answersOf(row: Row): Row[] {
  const pairs = pairsIn(Object.keys(row));
  const others = Object.entries(row).filter(([name]) => !pairs.some(({ chosen, rejected }) => [chosen, rejected].includes(name)));
  const answer = (side: 'chosen' | 'rejected', preferred: number): Row => ({
    ...Object.fromEntries([...others, ...pairs.map((pair) => [pair.name, row[pair[side]]] as const)]),
    preferred,
  });
  return [answer('chosen', 1), answer('rejected', 0)];
}

export const preferencePairs: Kind = {
  name: 'preference pairs',
  source: 'https://huggingface.co/datasets/HuggingFaceH4/ultrafeedback_binarized',
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
    return { prompt: [prompt], reward, scores: [...numbers, 'preferred'].filter((name) => name !== reward) };
  },
  hasNoRuns: true,
};
