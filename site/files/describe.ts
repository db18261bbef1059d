// What a file seems to hold, judged by its first record. The reader may choose otherwise on the page.

import { RecordError } from '../../src/files/record-error';
import type { Row } from '../../src/files/record-sink';
import type { ReferenceName } from '../../src/input/support';
import { fieldsOf } from '../../src/sample-files/kinds/kind';
import { columnsIn, plain } from '../../src/sample-files/kinds/plain';
import { havePrompts, promptOf } from '../../src/sample-files/kinds/prompt-names';
import { repeatingPrompt } from '../../src/sample-files/repeating-column';
import { describeColumns, inferColumns, type SampleColumns } from '../../src/sample-files/sample-columns';
import type { FileColumns } from '../references';
import { answerColumn, GOLD_NAME } from './answer-column';
import { LAYOUTS, type NumberLayout } from './number-layouts';
import { numbersOfFile } from './numbers-of-file';
import { numericColumns, type Preview, previewOfNumbers, previewOfRows } from './preview';
import { PageFile } from './read-file';

export interface FileDescription {
  columns: string[];
  /** Those of the columns that can be read as numbers. */
  numeric: string[];
  /** What the numbers of a text without names can be; undefined where columns have names. */
  layouts?: NumberLayout[];
  preview: Preview;
  /** undefined if the columns do not tell. */
  guess: FileColumns | undefined;
  /** The guess in one line of text. */
  takenFor: string;
}

/** @throws Error with the file's name and the line. */
export async function describeFile(file: File): Promise<FileDescription> {
  const numbers = await numbersOfFile(file);
  if (numbers) {
    const { layout, layouts, notice } = numbers;
    return {
      columns: [],
      numeric: [],
      layouts,
      preview: previewOfNumbers(numbers),
      guess: { kind: 'numbers', layout },
      takenFor: `taken for numbers without names: ${LAYOUTS[layout]}${notice === undefined ? '' : ` (${notice})`}`,
    };
  }
  const opened = await PageFile.open(file);
  const rows = await opened.firstRecords();
  const columns = fieldsOf(rows);
  if (isTable(opened) && columns.every(isNumber)) throw opened.named(namelessTable());
  const numeric = numericColumns(rows);
  const known =
    supportColumns(rows, columns, numeric) ??
    knownSamples(rows) ??
    sampleColumns(rows, columns, numeric) ??
    onlyRewards(columns, numeric);
  const said = known?.takenFor ?? 'its columns do not tell what it holds: choose below, and it is shown';
  return {
    // what a kind of file is read by may stand deeper in the records than their fields
    columns: [...new Set([...columns, ...(known ? namesIn(known.guess) : [])])],
    numeric: [...new Set([...numeric, ...(known ? numbersOf(known.guess) : [])])],
    preview: previewOfRows(rows),
    guess: known?.guess,
    takenFor: opened.notice === undefined ? said : `${said} (${opened.notice})`,
  };
}

const isTable = ({ format: { format } }: PageFile) => format === 'csv' || format === 'tsv';
/** A number in whatever writing, with a percent sign or a minus of typography, or what stands in place of one. */
const isNumber = (text: string) =>
  /^[^\p{L}]*\d[^\p{L}]*$/u.test(text) || /^\s*([+-]?(\d\S*e[+-]?\d+|inf(inity)?)|nan|null|none|na)\s*$/i.test(text);

/** The names of a table of numbers without any names would be its first record. */
const namelessTable = () =>
  new RecordError('its first line holds numbers and not the names of columns; put a header line before it, such as prob,reward');

const namesIn = (guess: FileColumns) => [
  ...(guess.kind === 'samples' ? guess.prompt : []),
  ...(guess.kind === 'samples' && guess.answer !== undefined ? [guess.answer] : []),
  ...numbersOf(guess),
];

/** The columns that must hold numbers, or labels that count some. */
function numbersOf(guess: FileColumns): string[] {
  if (guess.kind === 'numbers') return [];
  const names = guess.kind === 'support' ? [guess.reference] : [guess.logProb, guess.gold];
  return [...names, guess.reward].filter((name) => name !== undefined);
}

/**
 * The columns of samples that the reader has chosen. As long as those are what the file was taken for, everything else is read as its kind has it: the
 * labels that count, the steps of a reward.
 *
 * @throws RecordError if a column is not there.
 */
export function sampleColumnsOf(
  rows: readonly Row[],
  chosen: Extract<FileColumns, { kind: 'samples' }>
): { columns: SampleColumns; isKnown: boolean } {
  const known = knownColumns(rows);
  const { prompt, reward, logProb: logprob, group, answer, gold } = chosen;
  const isKnown = known?.reward === reward && known.prompt.join() === prompt.join();
  const { columns } = inferColumns(rows, {
    ...(isKnown ? {} : { prompt, reward, group }),
    logprob,
    answer,
    score: gold === undefined ? [] : [gold],
  });
  return { columns, isKnown };
}

/** undefined if the records are of no kind that the command knows. */
export function knownColumns(rows: readonly Row[]): SampleColumns | undefined {
  try {
    return inferColumns(rows).columns;
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

/** Names of a column that gives the reference policy, in the order in which they are looked for. */
const REFERENCE_NAMES: Record<ReferenceName, RegExp> = {
  logProbs: /^(log_?probs?|log_?p|log_?probability)$/i,
  logits: /^logits?$/i,
  probs: /^(probs?|p|probability|probabilities)$/i,
  weights: /^(weights?|counts?|freq(uency)?)$/i,
};
/** Names of the column of rewards, likewise. */
const REWARD_NAMES = [/^rewards?$/i, /reward/i, /^(scores?|values?|utility)$/i];

type Guess = { guess: FileColumns; takenFor: string };

function supportColumns(rows: readonly Row[], columns: readonly string[], numeric: readonly string[]): Guess | undefined {
  if (havePrompts(rows) || repeatingPrompt(rows) !== undefined) return undefined;
  for (const as of Object.keys(REFERENCE_NAMES) as ReferenceName[]) {
    const reference = columns.find((name) => REFERENCE_NAMES[as].test(name));
    const reward = rewardIn(
      columns.filter((name) => name !== reference),
      numeric
    );
    if (reference === undefined || reward === undefined) continue;
    const takenFor = `taken for a reference policy: ${as} in ${reference}, reward in ${reward}`;
    return { guess: { kind: 'support', reference, as, reward }, takenFor };
  }
  return undefined;
}

/** Where there is nothing but a column of numbers, they are rewards. */
function onlyRewards(columns: readonly string[], numeric: readonly string[]): Guess | undefined {
  if (columns.length !== 1 || numeric.length !== 1) return undefined;
  const takenFor = `taken for outcomes that are equally likely: reward in ${columns[0]}`;
  return { guess: { kind: 'support', as: 'weights', reward: columns[0] }, takenFor };
}

/** A guess for the kinds of sample files that the command knows. */
function knownSamples(rows: readonly Row[]): Guess | undefined {
  const known = knownColumns(rows);
  if (!known) return undefined;
  // only the names of plain columns are as free as those that are guessed here
  const logprob = known.kind === plain.name ? fieldsOf(rows).find((name) => REFERENCE_NAMES.logProbs.test(name)) : undefined;
  const found = { ...known, logProb: logprob };
  const { prompt, reward, logProb, by } = found;
  const answer = known.unfolded || known.wide ? undefined : answerColumn(rows, prompt);
  const gold = known.scores.find((name) => GOLD_NAME.test(name));
  const shown = { ...found, answer, scores: gold === undefined ? [] : [gold] };
  return {
    guess: { kind: 'samples', prompt, reward, logProb, group: by?.[0], answer, gold },
    takenFor: `taken for ${describeColumns(shown)}`,
  };
}

/** Samples under names that the command takes only where they are given: what repeats as a prompt would, and rewards that may be anything. */
function sampleColumns(rows: readonly Row[], columns: readonly string[], numeric: readonly string[]): Guess | undefined {
  const prompt = promptOf(rows) ?? repeatingPrompt(rows);
  if (prompt === undefined) return undefined;
  const reward = columnsIn(rows, prompt)?.reward ?? rewardIn(columns, numeric);
  if (reward === undefined) return undefined;
  const logProb = columns.find((name) => REFERENCE_NAMES.logProbs.test(name));
  const said = logProb === undefined ? '' : `, log-probability ${logProb}`;
  return {
    guess: { kind: 'samples', prompt: [prompt], reward, logProb },
    takenFor: `taken for samples: prompt ${prompt}, reward ${reward}${said}`,
  };
}

/** A column of numbers if there is one that is called so: a reward_model may be the name of a model. What is wrong with another is said when it is read. */
function rewardIn(columns: readonly string[], numeric: readonly string[]): string | undefined {
  const among = (names: readonly string[]) =>
    REWARD_NAMES.map((known) => names.find((name) => known.test(name))).find((name) => name !== undefined);
  return among(columns.filter((name) => numeric.includes(name))) ?? among(columns);
}
