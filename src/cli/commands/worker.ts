// `best-of-n worker`: a machine of a cluster.

import { Command, Option } from 'commander';
import { DEFAULT_LOCK_SECONDS } from '../../queue/limits';
import { threadsOption, wholeBetween } from '../options';

interface Options {
  redis: string;
  threads?: number;
  lock: number;
  verbose?: boolean;
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('do the work of `best-of-n samples --redis` on this machine, which must see the files at the same paths')
    .addOption(new Option('--redis <url>', 'Redis or Valkey').env('BEST_OF_N_REDIS').makeOptionMandatory())
    .addOption(threadsOption('jobs under way at once'))
    .option(
      '--lock <seconds>',
      'another worker takes over a job that has shown no sign of life for this long',
      wholeBetween(1, 3600, 'a whole number, 1 to 3600'),
      DEFAULT_LOCK_SECONDS
    )
    .option('-v, --verbose', 'name each job that is done')
    .addHelpText(
      'after',
      `
A worker reads whatever file a job names: let only those reach Redis who may read this machine's files.
SIGTERM lets the jobs under way finish; another worker takes over those of a worker that is killed.

Examples:
  best-of-n worker --redis redis://queue.example:6379
  best-of-n samples /data/runs-*.jsonl --redis redis://queue.example:6379     (on any machine)`
    )
    .action(run);
}

async function run({ redis, threads, lock, verbose }: Options): Promise<void> {
  const { createWorker } = await import('../../queue/worker');
  let last = '';
  const worker = await createWorker({
    redis,
    ...(threads ? { threads } : {}),
    lockSeconds: lock,
    onError({ message }) {
      // a lost connection is reported at every attempt: once is enough
      if (message !== last) console.error(message);
      last = message;
    },
    ...(verbose ? { onDone: (what: string) => console.error(`done: ${what}`) } : {}),
  });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  console.error(`waiting for jobs, ${worker.threads} at once`);
  await stopped;
  console.error('stopping: jobs under way are finished');
  await worker.close();
}
