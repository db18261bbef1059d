// The thread's side of the pool.

import { move, transferableSymbol, valueSymbol } from 'piscina';
import { TASKS, type TaskName } from './tasks';

export default async function run({ task, input }: { task: TaskName; input: never }) {
  const { value, transfer } = await TASKS[task](input);
  if (transfer.length === 0) return value;
  return move({
    get [transferableSymbol]() {
      return transfer;
    },
    get [valueSymbol]() {
      return value as object;
    },
  });
}
