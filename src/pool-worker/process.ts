// The file that each process of `src/pool/processes.ts` runs: it does the tasks that it is sent, one at a time, and answers each.

import { Worker } from 'node:worker_threads';
import { coded, messageOf } from '../errors';
import { packError, type TaskOutcome } from '../node/transfer';
import { STARTED } from '../pool/processes';
import { TASKS, type TaskName } from './tasks';

// Ctrl-C reaches every process of a terminal; whoever sent the task decides when it ends
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.on('disconnect', () => process.exit());

// A task that hangs would outlive a process that dies without a word: a thread looks whether it still is the parent. The parent says who it is,
// since it may be gone before this process has begun.
const WATCH = `
  const { workerData: parent } = require('node:worker_threads');
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000);
`;
const parent = Number(process.argv[2]);
new Worker(WATCH, { eval: true, workerData: parent, execArgv: [], stdout: true, stderr: true }).unref();

process.on('message', async ({ task, input }: { task: TaskName; input: never }) => {
  let outcome: TaskOutcome<unknown>;
  try {
    const { value } = await TASKS[task](input);
    outcome = { value };
  } catch (error) {
    outcome = packError(error instanceof Error ? error : coded(Error, 'JOB_FAILED', messageOf(error)));
  }
  process.send?.(outcome);
});

process.send?.(STARTED);
