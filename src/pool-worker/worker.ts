// The file that each worker thread of a pool runs: Piscina calls its default export with each task.

import { move, transferableSymbol, valueSymbol } from 'piscina';
import { packError } from '../node/transfer';
import { TASKS, type TaskName } from './tasks';

/** Returns a `TaskOutcome`, in Piscina's wrapper if buffers are handed over. */
export default async function run({ task, input }: { task: TaskName; input: never }): Promise<unknown> {
  try {
    const { value, transfer } = await TASKS[task](input);
    return transfer.length === 0 ? { value } : movable({ value }, transfer);
  } catch (error) {
    // what Piscina itself rejects with is then a thread that crashed
    if (error instanceof Error) return packError(error);
    throw error;
  }
}

/** The value as Piscina takes one whose buffers are handed over. */
function movable(value: object, transfer: ArrayBuffer[]) {
  return move({
    get [transferableSymbol]() {
      return transfer;
    },
    get [valueSymbol]() {
      return value;
    },
  });
}
