// The rows of Arrow IPC, batch by batch.

import { ArrowDamage, ArrowRefusal, Budget } from './arrow/damage';
import { readIpc } from './arrow/ipc';
import type { ArrayData, Batch } from './arrow/layout';
import { type Field, typeName } from './arrow/schema';
import type { Getter, Use } from './arrow/types';
import { valuesOf } from './arrow/values';
import { ByteSource } from './byte-source';
import type { FastColumns } from './columns';
import type { FileBytes } from './file-bytes';
import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';
import { ValueColumns } from './value-columns';
import { checkDistinct, type Wanted, wantedColumns } from './wanted-columns';

/** What the columns of a batch that are read may unfold to; writers cut their batches at far less. */
const MAX_BATCH_BYTES = 2 ** 30;

/** Gives the rows to the sink; returns how many there are. */
export async function readArrow(file: FileBytes, sink: RecordSink, fast?: FastColumns): Promise<number> {
  const values = fast && new ValueColumns(fast);
  const source = new ByteSource(file.stream());
  const steps = readIpc(() => new Budget(MAX_BATCH_BYTES));
  let at = 0;
  let used: Wanted | undefined;
  try {
    for (let step = steps.next(); !step.done; ) {
      if (typeof step.value === 'number') step = steps.next(await source.take(step.value));
      else {
        if (Array.isArray(step.value)) used = columnsOf(step.value, sink);
        else at += giveRows(step.value, used as Wanted, sink, at, values);
        step = steps.next();
      }
    }
  } catch (error) {
    // the sink and the disk have errors of their own
    throw error instanceof ArrowDamage ? new RecordError(`not a whole Arrow file: ${error.message}`) : error;
  } finally {
    await source.close();
  }
  return at;
}

function columnsOf(fields: readonly Field[], { columns, exact }: RecordSink): Wanted {
  const names = fields.map(({ name }) => name);
  const wanted = wantedColumns(names, columns, exact);
  // as long as nobody says which columns are used, those of one name do no harm
  if (columns) checkDistinct(names.filter((name) => wanted.read.has(name)));
  return wanted;
}

/** @param before - how many rows came before the batch. */
function giveRows(
  { length, columns }: Batch,
  { read, ids, named }: Wanted,
  sink: RecordSink,
  before: number,
  values?: ValueColumns
): number {
  const wanted = columns.filter(({ field }) => read.has(field.name));
  const getters: [string, Getter][] = length === 0 ? [] : wanted.map((data) => getterOf(data, ids.has(data.field.name), sink));
  for (const name of named) getters.push([name, () => undefined]);
  const giveRow = (i: number) => {
    const at = before + i + 1;
    sink.withPlace(at, () => {
      const row: Row = Object.fromEntries(getters.map(([name, get]) => [name, get(i)]));
      sink.onRecord(row, at);
    });
  };
  if (values) {
    const byName = new Map(getters);
    values.give(length, (name) => byName.get(name), giveRow);
  } else for (let i = 0; i < length; i++) giveRow(i);
  return length;
}

/** What the values of a column that holds no ids may be. */
const NUMBERS: (Use | undefined)[] = ['number', 'text', 'list'];

function getterOf(data: ArrayData, isId: boolean, { columns }: RecordSink): [string, Getter] {
  const { name, type } = data.field;
  try {
    const isPath = columns !== undefined && !columns.includes(name);
    if (columns && !isId && !isPath && type.layout.kind !== 'none' && type.use && !NUMBERS.includes(type.use))
      throw new ArrowRefusal(`${name} is a column of ${typeName(data.field)}, expected numbers`);
    return [name, valuesOf(data, isId)];
  } catch (error) {
    // as long as nobody says which columns are used, one that is not read does no harm
    if (columns || !(error instanceof ArrowRefusal)) throw error;
    return [name, () => null];
  }
}
