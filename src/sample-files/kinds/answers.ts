// Whether lists of answers and of their rewards belong together.

import { RecordError } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { fieldsOf } from './kind';
import { plainName } from './score-names';

/** Fields with a list of answers. */
const ANSWER_LISTS = /^(all_)?(generated_)?(responses|completions|answers|generations|outputs|candidates|samples)$/;

/** @throws RecordError if a list of answers is not as long as that of their rewards: nobody can tell which of them has which. */
export function checkAnswers(rows: readonly Row[], reward: string): void {
  for (const name of fieldsOf(rows).filter((field) => ANSWER_LISTS.test(plainName(field)))) {
    for (const row of rows) {
      const [answers, rewards] = [row[name], row[reward]];
      if (!isArrayLike(answers) || !isArrayLike(rewards) || answers.length === rewards.length) continue;
      const found = `${name} has ${answers.length} entries and ${reward} has ${rewards.length} in one of the first records`;
      throw new RecordError(`${found}: if ${reward} has the rewards of other samples, give --prompt and --reward`);
    }
  }
}
