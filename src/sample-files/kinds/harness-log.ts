// Logs of an evaluation harness: a record for each document and filter of its answer.

import { RecordError } from '../../files/record-error';
import { type Kind, numberFields } from './kind';

/** The fields that a harness writes for a sample besides its metrics. */
const OTHER_FIELDS = new Set(['doc_id', 'doc', 'target', 'arguments', 'resps', 'filtered_resps', 'filter', 'metrics']);

export const harnessLog: Kind = {
  name: 'evaluation-harness log',
  needs: ['doc_id', 'resps', 'filtered_resps'],
  columns(row) {
    const named = Array.isArray(row.metrics) ? row.metrics.map(String) : [];
    const found = numberFields(row).filter((name) => !OTHER_FIELDS.has(name) && !/_hash$/.test(name));
    const [reward, ...scores] = named.length > 0 ? named : found;
    if (reward === undefined)
      throw new RecordError('this evaluation-harness log has no key of a metric: give --reward COLUMN', {}, 'UNKNOWN_COLUMNS');
    // documents of different tasks may share a number, but not a hash
    const prompt = 'doc_hash' in row ? ['doc_id', 'doc_hash'] : ['doc_id'];
    // filters of one answer are no repeats of each other
    return { prompt, reward, scores, ...('filter' in row ? { group: 'filter' } : {}) };
  },
};
