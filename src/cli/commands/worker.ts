// `best-of-n worker`: a machine of a cluster.

import { Command } from 'commander';
import { DEFAULT_GRACE, DEFAULT_JOB_TIME_LIMIT, DEFAULT_LOCK_SECONDS } from '../../queue/limits';
import { threadsOption, UsageError, wholeBetween } from '../options';
import { tell } from '../output/tell';
import { type RedisPlace, redisOf, redisOptions } from '../samples/redis';

interface Options extends RedisPlace {
  root?: string[];
  threads?: number;
  jobTimeLimit: number;
  jobMemory?: number;
  lock: number;
  grace: number;
  verbose?: boolean;
}

export function workerCommand(): Command {
  const command = new Command('worker').description(
    'do the work of `best-of-n samples --redis` on this machine, which must see the files at the same paths'
  );
  for (const option of redisOptions('Redis or Valkey')) command.addOption(option);
  return command
    .option('--root <folder...>', 'read files below this folder, or several; others are refused')
    .addOption(threadsOption('jobs under way at once, each in a process of its own'))
    .option(
      '--job-time-limit <seconds>',
      'end a job that takes longer, which is tried four times',
      wholeBetween(1, 1e6, 'a whole number >= 1'),
      DEFAULT_JOB_TIME_LIMIT
    )
    .option(
      '--job-memory <MiB>',
      "the JavaScript heap of each job; by default half of the machine's memory shared among all, 512 to 4096",
      wholeBetween(32, 2 ** 20, 'a whole number, 32 to 1048576')
    )
    .option(
      '--lock <seconds>',
      'another worker takes over a job that has shown no sign of life for this long',
      wholeBetween(1, 3600, 'a whole number, 1 to 3600'),
      DEFAULT_LOCK_SECONDS
    )
    .option(
      '--grace <seconds>',
      'how long the jobs under way may go on after SIGTERM; then they are given back',
      wholeBetween(0, 1e6, 'a whole number >= 0'),
      DEFAULT_GRACE
    )
    .option('-v, --verbose', 'name each job that is done')
    .addHelpText(
      'after',
      `
A worker reads the regular files below its --root folders, by default the current one, and no others.
SIGTERM gives the jobs under way the time of --grace, a second signal none; other workers take over
what is not done, and the jobs of a worker that is killed.

Examples:
  best-of-n worker --redis redis://queue.example:6379 --root /data
  best-of-n samples /data/runs-*.jsonl --redis redis://queue.example:6379     (on any machine)`
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { root: roots = ['.'], queue, threads, jobTimeLimit, jobMemory, lock, grace, verbose } = options;
  const redis = redisOf(options);
  if (redis === undefined) throw new UsageError('say where Redis is: --redis URL, --redis-file FILE or BEST_OF_N_REDIS');
  const { createWorker } = await import('../../queue/worker');
  const worker = await createWorker({
    redis,
    roots,
    queue,
    ...(threads ? { threads } : {}),
    jobTimeLimit,
    ...(jobMemory ? { jobMemory } : {}),
    lockSeconds: lock,
    grace,
    onError: ({ message }) => tell(message),
    onMessage: tell,
    ...(verbose ? { onDone: (what: string) => tell(`done: ${what}`) } : {}),
  });
  let closed: Promise<void> | undefined;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // the second one does not wait
        if (closed) worker.close({ force: true });
        resolve();
      });
    }
  });
  tell(`waiting for jobs, ${worker.threads} at once, on files below ${roots.join(', ')}`);
  await stopped;
  tell(`stopping: jobs under way have ${grace} s`);
  closed = worker.close();
  await closed;
  // BullMQ can leave timers behind, which wait for a Redis that is gone
  process.exit(0);
}
