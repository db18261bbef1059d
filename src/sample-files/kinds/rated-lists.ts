// A prompt with a list of answers, each with its ratings: UltraFeedback, and whatever looks like it.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { isStruct } from '../structs';
import { fieldsOf, type Kind, numberFields, valuesOf } from './kind';
import { promptColumns, promptOfRecord } from './prompt-names';
import { mayBeScore } from './score-names';

const LISTS =
  /^(completions|responses|answers|candidates|generations|outputs|samples|rollouts|trajectories|choices|attempts|trials)$/;

/** By which of its ratings an answer is chosen: the first that there is. */
const REWARDS = ['overall_score', 'reward', 'score', 'rating', 'fine-grained_score'];

/** The list of answers: its name, and the numbers that each answer has, the reward first. */
function listIn(rows: readonly Row[]): { list: string; numbers: string[] } | undefined {
  for (const list of fieldsOf(rows).filter((name) => LISTS.test(name))) {
    const answers = valuesOf(rows, list).flatMap((value) => (isArrayLike(value) ? Array.from(value) : [undefined]));
    if (answers.length === 0 || !answers.every(isStruct)) continue;
    const numbers = numberFields(answers).filter((name) => mayBeScore(name) && !/[.[\]]/.test(name));
    const reward = [...REWARDS, ...numbers.filter((name) => /reward|score|rating/i.test(name))].find((name) =>
      numbers.includes(name)
    );
    if (reward !== undefined) return { list, numbers: [reward, ...numbers.filter((name) => name !== reward)] };
  }
  return undefined;
}

export const ratedLists: Kind = {
  name: 'lists of rated answers',
  source: 'https://huggingface.co/datasets/openbmb/UltraFeedback',
  where: 'UltraFeedback and data sets made like it lie on the Hugging Face Hub',
  needs: [LISTS],
  fields: 'instruction, completions[].overall_score (or prompt, responses[].reward, ...)',
  fits: (rows) => promptOfRecord(rows) !== undefined && listIn(rows) !== undefined,
  columns(rows) {
    const { list, numbers } = listIn(rows) as { list: string; numbers: string[] };
    const [reward, ...scores] = numbers.map((name) => `${list}[].${name}`);
    return { prompt: promptColumns(rows, promptOfRecord(rows) as string, true), reward, scores };
  },
};
