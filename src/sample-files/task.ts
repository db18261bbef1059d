// What a thread of the pool does for a run over sample files.

import type { ErrorCode } from '../errors';
import type { Part } from '../files/part';
import { buffersOf, type TaskResult } from '../node/transfer';
import type { ColumnState } from '../prompt-columns';
import { estimate, type Portion } from './estimate';
import { DataError, type PartResult, readPart } from './read-part';
import type { SampleColumns } from './sample-columns';

export interface ReadTask {
  part: Part;
  columns: SampleColumns;
  skipBad: boolean;
}

/** An error of the data comes back as an answer: between threads an error keeps its message, but not its class. */
export type ReadAnswer = PartResult | { dataError: string; code: ErrorCode };

export async function readPartTask({ part, columns, skipBad }: ReadTask): Promise<TaskResult<ReadAnswer>> {
  try {
    const value = await readPart(part, columns, { skipBad });
    const { table } = value;
    return { value, transfer: buffersOf([table.rows, table.groupOf, ...Object.values(table.columns)]) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { value: { dataError: error.message, code: error.code }, transfer: [] };
  }
}

/** @throws DataError if that is what the answer tells. */
export function resultOf(answer: ReadAnswer): PartResult {
  if ('dataError' in answer) throw new DataError(answer.dataError, answer.code);
  return answer;
}

export async function estimateTask(portion: Portion): Promise<TaskResult<ColumnState>> {
  const value = estimate(portion);
  const columns = value.parts.flatMap(({ samples, estimates }) => [samples, ...Object.values(estimates)]);
  return { value, transfer: buffersOf(columns) };
}
