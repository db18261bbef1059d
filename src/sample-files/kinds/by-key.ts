// Records that a JSON document tells by keys: by prompt, or by the part of a dataset or the run that they are of.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { isStruct } from '../structs';
import { type Kind, type KindColumns, twoColumns, valuesOf } from './kind';
import { columnsIn } from './plain';
import { promptOf, repeats, tells } from './prompt-names';

export const byKey: Kind = {
  name: 'scored answers by key',
  source: 'https://huggingface.co/docs/trl/dataset_formats',
  where: 'a Python `dict` of lists of records or numbers, saved by `json.dump`',
  needs: ['key', 'value'],
  fields: 'by key, lists of numbers, or records with a reward (or score, rating, NAME_reward, correct, ...)',
  fits: (rows) => columnsOf(rows.flatMap(recordsOf)) !== undefined,
  unfold: recordsOf,
  columns: (rows) => columnsOf(rows) as KindColumns,
};

/** The records under a key; the key stands in each of them. */
function recordsOf({ key, value }: Row): Row[] {
  if (isStruct(value)) return [{ key, ...value }];
  if (!isArrayLike(value)) return [];
  const entries = Array.from(value);
  if (entries.every(isStruct)) return entries.map((record) => ({ key, ...record }));
  return entries.every((entry) => typeof entry === 'number' || typeof entry === 'boolean') ? [{ key, value }] : [];
}

function columnsOf(rows: readonly Row[]): KindColumns | undefined {
  if (rows.length === 0) return undefined;
  const isOneKey = rows.every(({ key }) => key === rows[0].key);
  if (rows.every((row) => isArrayLike(row.value) && Object.keys(row).length === 2)) return twoColumns('key', 'value');
  const prompt = promptOf(rows);
  if (prompt !== undefined && areRowNumbers(rows) && repeats(valuesOf(rows, prompt))) {
    return columnsIn(rows.map(({ key, ...row }) => row));
  }
  // a key with several prompts is that of a run or of a part of the data
  if (prompt === undefined || tells(rows, 'key', prompt)) {
    // one key alone may be of anything, such as the log of a trainer
    return isOneKey && prompt === undefined ? undefined : columnsIn(rows, 'key');
  }
  const columns = columnsIn(rows);
  return columns && { ...columns, by: ['key'] };
}

/** Whether the keys count the records, as those of a table do that was written by its index. */
function areRowNumbers(rows: readonly Row[]): boolean {
  return rows.every(({ key }) => /^\d+$/.test(String(key))) && !repeats(valuesOf(rows, 'key'));
}
