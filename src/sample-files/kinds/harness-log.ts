// Logs of an evaluation harness: a record for each document and filter of its answer.

import type { Row } from '../../files/record-sink';
import { withDigits } from '../../format/value';
import { isArrayLike, valueAt } from '../paths';
import { isPlainNumber } from '../scoring';
import { fieldsOf, type Kind, numberFields, valuesOf } from './kind';

/** The fields that a harness writes for a sample besides its metrics. */
const OTHER_FIELDS = /^(doc_id|doc|target|arguments|resps|filtered_resps|filter|metrics|task(_name)?|.*_hash)$/;

/** What a task writes that is to be scored later: no score. */
const NO_METRIC = 'bypass';

export const harnessLog: Kind = {
  name: 'evaluation-harness log',
  source: 'https://github.com/EleutherAI/lm-evaluation-harness',
  where: '`lm_eval … --log_samples --output_path DIR` writes `DIR/MODEL/samples_TASK_TIME.jsonl`',
  needs: ['doc_id', 'resps', 'filtered_resps'],
  columns(rows) {
    const numbers = numberFields(rows);
    const listed = [...new Set(valuesOf(rows, 'metrics[]').map(String))].filter((name) => name !== NO_METRIC);
    const named = listed.length > 0 ? listed : fieldsOf(rows).filter((name) => !OTHER_FIELDS.test(name) && name !== NO_METRIC);
    const lists = named.filter((name) => hasOneForEachResponse(rows, name));
    const single = named.filter((name) => numbers.includes(name));
    const [reward, ...scores] = lists.length > 0 ? lists : single;
    const left = [
      ...listed.filter((name) => !numbers.includes(name) && !lists.includes(name)),
      ...(lists.length > 0 ? single : []),
    ];
    const isThere = (name: string) => valuesOf(rows, name).length > 0;
    const byFilter = rows.some((row) => 'filter' in row);
    // documents of different tasks may share a number, but neither a hash nor their content
    const prompt = [
      ...['task_name', 'task'].filter(isThere).slice(0, 1),
      'doc_id',
      ...['doc_hash', 'doc'].filter(isThere).slice(0, 1),
    ];
    return {
      prompt,
      reward,
      scores,
      refusal: byFilter ? judgedTwice(rows, prompt, single) : undefined,
      noReward: 'this evaluation-harness log has no number as a metric: give --reward COLUMN',
      // filters of one answer are no repeats of each other; without the name of the filter only the responses tell
      ...(byFilter ? { by: ['filter'] } : lists.length > 0 ? {} : { sampleId: 'resps' }),
      notices: [
        ...(left.length > 0 ? [`these metrics are no numbers and are left out: ${left.join(', ')}`] : []),
        ...(lists.length > 0 ? [] : repeated(rows)),
      ],
    };
  },
};

/** The responses to the one request of a document. */
function responsesOf({ resps }: Row): ArrayLike<unknown> {
  const first = isArrayLike(resps) && resps.length === 1 ? resps[0] : undefined;
  return isArrayLike(first) ? first : [];
}

/** Whether a metric is a list with a number for each response of every document. */
function hasOneForEachResponse(rows: readonly Row[], name: string): boolean {
  return rows.every((row) => {
    const values = row[name];
    return (
      isArrayLike(values) &&
      values.length > 1 &&
      values.length === responsesOf(row).length &&
      Array.from(values).every(isPlainNumber)
    );
  });
}

/** One answer that a filter has judged twice, and not alike, was not sampled twice: it comes from two tasks, or from two versions of a metric. */
function judgedTwice(rows: readonly Row[], prompt: readonly string[], metrics: readonly string[]): string | undefined {
  const known = new Map<string, string>();
  const isTold = (name: string) => !OTHER_FIELDS.test(name) && !metrics.includes(name) && typeof rows[0][name] === 'string';
  const told = [...prompt, 'filter', ...fieldsOf(rows).filter(isTold), 'resps'];
  for (const row of rows) {
    const key = withDigits(told.map((name) => valueAt(row, name) ?? null)) as string;
    const values = withDigits(metrics.map((name) => row[name] ?? null)) as string;
    if ((known.get(key) ?? values) !== values) {
      const found = `document ${row.doc_id} stands there twice with the same resps and other values of ${metrics.join(', ')}`;
      return `${found}, so one answer was judged twice: --run COLUMN names what tells the judgements apart, and --pool counts them as samples`;
    }
    known.set(key, values);
  }
  return undefined;
}

/** A document with several responses has one score, that of the first or of their majority. */
function repeated(rows: readonly Row[]): string[] {
  const most = rows.reduce((most, row) => Math.max(most, responsesOf(row).length), 1);
  if (most === 1) return [];
  return [`each document has up to ${most} responses in resps and one score: for n > 1 the score of each response is needed`];
}
