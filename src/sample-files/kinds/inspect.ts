// Logs of Inspect: the epochs of each sample with the values of its scorers, as a whole document or sample by sample.

import type { Row } from '../../files/record-sink';
import { isPlainNumber } from '../scoring';
import { isStruct, structsIn } from '../structs';
import { fieldsOf, type Kind, valuesOf } from './kind';

/** What the texts of a value count, as Inspect counts them: correct, incorrect, partially correct, no answer, and words for yes and no. */
const LABELS = { C: 1, I: 0, P: 0.5, N: 0, yes: 1, no: 0, Yes: 1, No: 0, true: 1, false: 0, True: 1, False: 0 };

/** The columns of the evaluation itself: a log may be of another task or model than the next. */
const EVALUATION = ['task', 'model'];

export const inspectLog: Kind = {
  name: 'Inspect log',
  source: 'https://inspect.aisi.org.uk/eval-logs.html',
  where:
    '`inspect eval` writes a log of each task into `./logs`, or where `--log-dir` says: `TIME_TASK_ID.eval`, or `.json` with `--log-format json`',
  needs: [],
  fields: 'id, epoch, scores.NAME.value, or samples with those',
  fits: (rows) => rows.some((row) => samplesOf(row).some(({ scores }) => scored(scores))),
  unfold: (row) => samplesOf(row).map((sample) => flat(sample, isStruct(row.eval) ? row.eval : {})),
  columns(rows) {
    const fields = fieldsOf(rows).filter((name) => !['id', 'epoch', ...EVALUATION].includes(name));
    return {
      prompt: ['id'],
      ...scoresAmong(rows, fields),
      sampleId: 'epoch',
      runs: EVALUATION.filter((name) => isIn(rows, name)),
    };
  },
};

const isIn = (rows: readonly Row[], name: string) => valuesOf(rows, name).length > 0;

/** The reward, the scores and what they count, among the fields with the values of scorers. */
export function scoresAmong(rows: readonly Row[], fields: readonly string[]) {
  const counted = fields.filter((name) => valuesOf(rows, name).some(counts));
  const left = fields.filter((name) => isIn(rows, name) && !counted.includes(name));
  const [reward, ...scores] = counted;
  const hasLabels = counted.some((name) => valuesOf(rows, name).some((value) => typeof value === 'string'));
  return {
    reward,
    scores,
    noReward: `the scores ${left.join(', ')} are neither numbers nor C, I, P, N: give --reward ${left[0] ?? 'COLUMN'} with --pass LABEL=NUMBER,...`,
    ...(hasLabels ? { pass: { labels: LABELS, numbers: true } } : {}),
    notices: left.length > 0 ? [`these scores are neither numbers nor C, I, P, N and are left out: ${left.join(', ')}`] : [],
  };
}

function samplesOf(row: Row): Row[] {
  if ('id' in row && 'epoch' in row && 'scores' in row) return [row];
  return structsIn(row.samples).filter((sample) => 'id' in sample && 'epoch' in sample);
}

/** A scorer has given a score if it has a value. */
const scored = (scores: unknown) =>
  isStruct(scores) && Object.values(scores).some((score) => isStruct(score) && 'value' in score);

function counts(value: unknown): boolean {
  if (typeof value !== 'string') return isPlainNumber(value);
  return Object.hasOwn(LABELS, value.trim()) || (value.trim() !== '' && Number.isFinite(Number(value)));
}

/** The id, the epoch, and the values under the names of their scorers: `judge` or, where the value has several parts, `judge.style`. */
function flat({ id, epoch, scores }: Row, evaluation: Row): Row {
  const row: Row = { id, epoch };
  for (const name of EVALUATION) if (evaluation[name] !== undefined) row[name] = evaluation[name];
  const put = (name: string, value: unknown) => {
    row[name in row ? `scores.${name}` : name] = value;
  };
  for (const [name, score] of Object.entries(isStruct(scores) ? scores : {})) {
    const value = isStruct(score) ? score.value : undefined;
    if (!isStruct(value)) put(name, value);
    else for (const [part, own] of Object.entries(value)) put(`${name}.${part}`, own);
  }
  return row;
}
