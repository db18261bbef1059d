// Logs of an evaluation harness: a record for each document and filter of its answer.

import { RecordError } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { fieldsOf, type Kind, numberFields, valuesOf } from './kind';

/** The fields that a harness writes for a sample besides its metrics. */
const OTHER_FIELDS = /^(doc_id|doc|target|arguments|resps|filtered_resps|filter|metrics|.*_hash)$/;

/** What a task writes that is to be scored later: no score. */
const NO_METRIC = 'bypass';

export const harnessLog: Kind = {
  name: 'evaluation-harness log',
  source: 'https://github.com/EleutherAI/lm-evaluation-harness',
  needs: ['doc_id', 'resps', 'filtered_resps'],
  columns(rows) {
    const numbers = numberFields(rows);
    const listed = [...new Set(valuesOf(rows, 'metrics[]').map(String))].filter((name) => name !== NO_METRIC);
    const named = listed.length > 0 ? listed : fieldsOf(rows).filter((name) => !OTHER_FIELDS.test(name) && name !== NO_METRIC);
    const [reward, ...scores] = named.filter((name) => numbers.includes(name));
    if (reward === undefined)
      throw new RecordError('this evaluation-harness log has no number as a metric: give --reward COLUMN', {}, 'UNKNOWN_COLUMNS');
    const left = listed.filter((name) => !numbers.includes(name));
    const isThere = (name: string) => rows.some((row) => name in row);
    return {
      // documents of different tasks may share a number, but not a hash
      prompt: isThere('doc_hash') ? ['doc_id', 'doc_hash'] : ['doc_id'],
      reward,
      scores,
      // filters of one answer are no repeats of each other; without the name of the filter only the responses tell
      ...(isThere('filter') ? { by: ['filter'] } : { sampleId: 'resps' }),
      notices: [
        ...(left.length > 0 ? [`these metrics are no numbers and are left out: ${left.join(', ')}`] : []),
        ...repeated(rows),
      ],
    };
  },
};

/** A document with several responses has one score, that of the first or of their majority. */
function repeated(rows: readonly Row[]): string[] {
  const most = rows.reduce((most, { resps }) => {
    const first = isArrayLike(resps) ? resps[0] : undefined;
    return isArrayLike(first) ? Math.max(most, first.length) : most;
  }, 1);
  if (most === 1) return [];
  return [`each document has up to ${most} responses in resps and one score: for n > 1 the score of each response is needed`];
}
