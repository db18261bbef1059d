// Preferences between two answers, without a score of either: the preferred one counts 1, the other 0, and each of two that are tied a half.

import { RecordError } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { showJson } from '../../format/value';
import { type Kind, valuesOf } from './kind';
import { promptOf } from './prompt-names';

/** What the first answer counts for each word that may name the winner. */
const FIRST: Record<string, number> = {
  ...{ model_a: 1, response_a: 1, response_1: 1, response1: 1, a: 1 },
  ...{ model_b: 0, response_b: 0, response_2: 0, response2: 0, b: 0 },
  ...{ tie: 0.5, 'tie (bothbad)': 0.5, both_bad: 0.5, bothbad: 0.5 },
};

const firstOf = (winner: unknown) => FIRST[String(winner).trim().toLowerCase()];

/** The two answers of a record; those fields that speak of one answer stand in it under a common name. */
function twoAnswers(row: Row, [first, second]: readonly [Row, Row]): Row[] {
  const own = /^(model|response|conversation)_?[ab12]$|^winner$|^(overall_preference|preference_strength)$/;
  const common = Object.fromEntries(Object.entries(row).filter(([name]) => !own.test(name)));
  return [
    { ...common, ...first },
    { ...common, ...second },
  ];
}

export const humanPreferences: Kind = {
  name: 'human preferences',
  source: 'https://huggingface.co/datasets/lmarena-ai/PPE-Human-Preference-V1',
  where: 'PPE-Human-Preference and the battles of the arena lie on the Hugging Face Hub',
  needs: ['winner', /^(model|response|conversation)_?[a1]$/, /^(model|response|conversation)_?[b2]$/],
  fields: 'winner, response_1, response_2 (or model_a, model_b)',
  fits: (rows) => valuesOf(rows, 'winner').every((winner) => firstOf(winner) !== undefined) && promptOf(rows) !== undefined,
  unfold(row) {
    const first = firstOf(row.winner);
    if (first === undefined) {
      throw new RecordError(`winner is ${showJson(row.winner)}, expected one of ${Object.keys(FIRST).join(', ')}`);
    }
    return twoAnswers(row, [{ preferred: first }, { preferred: 1 - first }]);
  },
  columns: (rows) => ({ prompt: [promptOf(rows) as string], reward: 'preferred', scores: [] }),
  // the models are those that wrote the two answers
  hasNoRuns: true,
};

/** Fields with how much better the second answer is: negative where it is the first. */
const STRENGTHS = ['overall_preference', 'preference_strength'];

export const preferenceStrengths: Kind = {
  name: 'preference strengths',
  source: 'https://huggingface.co/datasets/nvidia/HelpSteer3',
  where: 'HelpSteer3, and the folder `preference` of HelpSteer2, lie on the Hugging Face Hub as JSON lines',
  needs: [/^response_?1$/, /^response_?2$/, new RegExp(`^(${STRENGTHS.join('|')})$`)],
  fields: 'response1, response2, overall_preference (or response_1, response_2, preference_strength)',
  fits: (rows) => promptOf(rows) !== undefined,
  unfold(row) {
    const name = STRENGTHS.find((name) => Object.hasOwn(row, name)) ?? STRENGTHS[0];
    const value = row[name];
    // a bigint or, in CSV, a text
    const strength = value === null || value === '' || typeof value === 'boolean' ? Number.NaN : Number(value);
    if (!Number.isFinite(strength)) {
      throw new RecordError(`${name} is ${showJson(value)}, expected a number, below 0 if the first answer is preferred`);
    }
    const second = (Math.sign(strength) + 1) / 2;
    return twoAnswers(row, [
      { preferred: 1 - second, strength: 0 - strength },
      { preferred: second, strength },
    ]);
  },
  columns: (rows) => ({ prompt: [promptOf(rows) as string], reward: 'preferred', scores: ['strength'] }),
};
