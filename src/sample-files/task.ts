// What a thread of the pool does for a run over sample files.

import type { Part } from '../files/part';
import type { AggregateState } from '../index';
import { buffersOf, type TaskResult } from '../node/transfer';
import { estimate, type Portion } from './estimate';
import { DataError, type PartResult, readPart } from './read-part';
import type { Shape } from './shape';

export interface ReadTask {
  part: Part;
  shape: Shape;
  skipBad: boolean;
}

/** An error of the data comes back as an answer: between threads an error keeps its message, but not its class. */
export type ReadAnswer = PartResult | { dataError: string };

export async function readPartTask({ part, shape, skipBad }: ReadTask): Promise<TaskResult<ReadAnswer>> {
  try {
    const value = await readPart(part, shape, { skipBad });
    const { rows, groupOf, columns } = value.table;
    return { value, transfer: buffersOf([rows, groupOf, ...Object.values(columns)]) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { value: { dataError: error.message }, transfer: [] };
  }
}

/** @throws DataError if that is what the answer tells. */
export function resultOf(answer: ReadAnswer): PartResult {
  if ('dataError' in answer) throw new DataError(answer.dataError);
  return answer;
}

export async function estimateTask(portion: Portion): Promise<TaskResult<AggregateState>> {
  return { value: estimate(portion), transfer: [] };
}
