// Logs of Inspect: the epochs of each sample with the values of its scorers, as a whole document or sample by sample.

import { RecordError } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { isStruct, structsIn } from '../structs';
import { fieldsOf, type Kind, valuesOf } from './kind';

/** What the letters of a value count: correct, incorrect, partially correct, no answer. */
const LABELS = { C: 1, I: 0, P: 0.5, N: 0 };

export const inspectLog: Kind = {
  name: 'Inspect log',
  source: 'https://inspect.aisi.org.uk/eval-logs.html',
  needs: [],
  fields: 'id, epoch, scores.NAME.value, or samples with those',
  fits: (rows) => rows.some((row) => samplesOf(row).some(({ scores }) => scored(scores))),
  unfold: (row) => samplesOf(row).map(flat),
  columns(rows) {
    const fields = fieldsOf(rows).filter((name) => name !== 'id' && name !== 'epoch');
    const counted = fields.filter((name) => valuesOf(rows, name).some(counts));
    const [reward, ...scores] = counted;
    if (reward === undefined)
      throw new RecordError(
        'the scorers of this Inspect log give neither numbers nor C, I, P, N: give --pass',
        {},
        'UNKNOWN_COLUMNS'
      );
    const left = fields.filter((name) => !counted.includes(name));
    const hasLabels = counted.some((name) => valuesOf(rows, name).some((value) => typeof value === 'string'));
    return {
      prompt: ['id'],
      reward,
      scores,
      sampleId: 'epoch',
      ...(hasLabels ? { pass: { labels: LABELS, numbers: true } } : {}),
      notices: left.length > 0 ? [`these scores are neither numbers nor C, I, P, N and are left out: ${left.join(', ')}`] : [],
    };
  },
};

function samplesOf(row: Row): Row[] {
  if ('id' in row && 'epoch' in row && 'scores' in row) return [row];
  return structsIn(row.samples).filter((sample) => 'id' in sample && 'epoch' in sample);
}

/** A scorer has given a score if it has a value. */
const scored = (scores: unknown) =>
  isStruct(scores) && Object.values(scores).some((score) => isStruct(score) && 'value' in score);

const counts = (value: unknown) =>
  typeof value === 'string' ? Object.hasOwn(LABELS, value.trim()) : ['number', 'bigint', 'boolean'].includes(typeof value);

/** The id, the epoch, and the values under the names of their scorers: `judge` or, where the value has several parts, `judge.style`. */
function flat({ id, epoch, scores }: Row): Row {
  const row: Row = { id, epoch };
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
