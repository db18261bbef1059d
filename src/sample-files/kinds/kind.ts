// What a kind of known sample file is, and how its fields are looked at.

import type { Row } from '../../files/record-sink';

/** The columns that a kind of file tells; whether a record is one sample or a list of them is told by the reward's value. */
export interface KindColumns {
  prompt: string[];
  reward: string;
  scores: string[];
  group?: string;
}

export interface Kind {
  /** The name of the kind, as messages say it: `taken for NAME`. */
  name: string;
  /** The fields that a record of this kind has, each by its name or by what its name looks like. */
  needs: readonly (string | RegExp)[];
  /** The fields as the help shows them, if that is not simply a list of `needs`. */
  fields?: string;
  /** @throws RecordError if the record holds nothing that can be taken as the reward. */
  columns(row: Row): KindColumns;
}

/** One column that names the prompt, and one with the reward. */
export function twoColumns(prompt: string, reward: string): KindColumns {
  return { prompt: [prompt], reward, scores: [] };
}

/** The fields that hold numbers, true or false. Text counts only where there is nothing else, as in CSV: elsewhere "42" is an answer. */
export function numberFields(row: Row): string[] {
  const textual = Object.values(row).every((value) => typeof value === 'string');
  return Object.keys(row).filter((name) => {
    const value = row[name];
    if (typeof value !== 'string') return ['number', 'bigint', 'boolean'].includes(typeof value);
    return textual && value.trim() !== '' && (/^(true|false)$/i.test(value) || Number.isFinite(Number(value)));
  });
}
