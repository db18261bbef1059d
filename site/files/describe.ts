// What a file seems to hold, judged by its first record. The reader may choose otherwise on the page.

import { unitOf } from '../../src/files/format-of';
import { describeError, RecordError } from '../../src/files/record-error';
import { firstRecordsOf, type Row } from '../../src/files/record-sink';
import type { ReferenceName } from '../../src/input/support';
import { fieldsOf } from '../../src/sample-files/kinds/kind';
import { plain } from '../../src/sample-files/kinds/plain';
import { describeColumns, inferColumns } from '../../src/sample-files/sample-columns';
import type { FileColumns } from '../references';
import { pageFormatOf, readFile } from './read-file';

export interface FileDescription {
  columns: string[];
  /** undefined if the columns do not tell. */
  guess: FileColumns | undefined;
  /** The guess in one line of text. */
  takenFor: string;
}

/** @throws Error with the file's name and the line. */
export async function describeFile(file: File): Promise<FileDescription> {
  const rows = await firstRecords(file);
  const columns = fieldsOf(rows);
  const known = supportColumns(columns) ?? knownSamples(rows) ?? sampleColumns(columns);
  return { columns, ...(known ?? { guess: undefined, takenFor: 'its columns do not tell what it holds: choose below' }) };
}

/** So many records decide what a file holds, as for the command. */
const FIRST_RECORDS = 1000;

/** @throws Error with the file's name and the line, if it holds no records or its first is malformed. */
export async function firstRecords(file: File): Promise<readonly Row[]> {
  const { rows } = await firstRecordsOf(FIRST_RECORDS, (onRecord) => readFile(file, onRecord, { atMost: FIRST_RECORDS })).catch(
    (error) => Promise.reject(placed(file, error))
  );
  if (rows.length > 0) return rows;
  throw new Error(`${file.name}: the file holds no records`);
}

/** An error of a record with the file's name and the line or row. */
export function placed(file: File, error: unknown): unknown {
  return error instanceof RecordError
    ? new Error(describeError(file.name, unitOf(pageFormatOf(file.name).format), error))
    : error;
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
/** Names of a column that identifies the prompt: a file with such a column holds samples. */
const PROMPT_NAMES = /^(prompt|prompt_id|question_id|task_id|example_id|doc_id|instance_id)$/i;

type Guess = { guess: FileColumns; takenFor: string };

function supportColumns(columns: readonly string[]): Guess | undefined {
  if (columns.some((name) => PROMPT_NAMES.test(name))) return undefined;
  for (const as of Object.keys(REFERENCE_NAMES) as ReferenceName[]) {
    const reference = columns.find((name) => REFERENCE_NAMES[as].test(name));
    const reward = rewardIn(columns.filter((name) => name !== reference));
    if (reference === undefined || reward === undefined) continue;
    const takenFor = `taken for a reference policy: ${as} in ${reference}, reward in ${reward}`;
    return { guess: { kind: 'support', reference, as, reward }, takenFor };
  }
  return undefined;
}

/** A guess for the kinds of sample files that the command knows. */
function knownSamples(rows: readonly Row[]): Guess | undefined {
  try {
    const { columns: known } = inferColumns(rows);
    // only the names of plain columns are as free as those that are guessed here
    const logprob = known.kind === plain.name ? fieldsOf(rows).find((name) => REFERENCE_NAMES.logProbs.test(name)) : undefined;
    const found = { ...known, logProb: logprob };
    const { prompt, reward, logProb, by } = found;
    return {
      guess: { kind: 'samples', prompt, reward, logProb, group: by?.[0] },
      takenFor: `taken for ${describeColumns(found)}`,
    };
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

function sampleColumns(columns: readonly string[]): Guess | undefined {
  const prompt = columns.find((name) => PROMPT_NAMES.test(name));
  const reward = rewardIn(columns);
  if (prompt === undefined || reward === undefined) return undefined;
  const logProb = columns.find((name) => REFERENCE_NAMES.logProbs.test(name));
  const said = logProb === undefined ? '' : `, log-probability ${logProb}`;
  return {
    guess: { kind: 'samples', prompt: [prompt], reward, logProb },
    takenFor: `taken for samples: prompt ${prompt}, reward ${reward}${said}`,
  };
}

function rewardIn(columns: readonly string[]): string | undefined {
  return REWARD_NAMES.map((known) => columns.find((name) => known.test(name))).find((name) => name !== undefined);
}
