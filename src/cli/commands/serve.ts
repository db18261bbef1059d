// `best-of-n serve`: the HTTP service.

import { Command, Option } from 'commander';
import { DEFAULT_BODY_LIMIT_BYTES, DEFAULT_MAX_QUEUE, DEFAULT_TIME_LIMIT_MILLISECONDS } from '../../server/limits';
import { threadsOption, UsageError, wholeBetween } from '../options';

interface Options {
  host: string;
  port: number;
  threads?: number;
  maxQueue: number;
  bodyLimit: number;
  timeLimit: number;
  token?: string;
  log: string;
}

const MEBIBYTE = 2 ** 20;
/** A second, in milliseconds. */
const SECOND = 1000;

export function serveCommand(): Command {
  return new Command('serve')
    .description('answer over HTTP: metrics, curves, policies, samples and batches as JSON or Arrow')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option(
      '-p, --port <number>',
      'where to listen; 0 takes any that is free',
      wholeBetween(0, 65535, 'a port, 0 to 65535'),
      8377
    )
    .addOption(threadsOption('threads that compute'))
    .option(
      '--max-queue <number>',
      'requests that may wait before further ones get 503',
      wholeBetween(0, 1e6, 'a whole number >= 0'),
      DEFAULT_MAX_QUEUE
    )
    .option(
      '--body-limit <MiB>',
      'the largest request',
      wholeBetween(1, 2047, 'a whole number, 1 to 2047'),
      DEFAULT_BODY_LIMIT_BYTES / MEBIBYTE
    )
    .option(
      '--time-limit <seconds>',
      'how long a request may wait and compute',
      wholeBetween(1, 86400, 'a whole number >= 1'),
      DEFAULT_TIME_LIMIT_MILLISECONDS / SECOND
    )
    .addOption(new Option('--token <token>', 'a bearer token that every request must carry').env('BEST_OF_N_TOKEN'))
    .addOption(
      new Option('--log <level>', 'log as JSON lines').choices(['silent', 'error', 'warn', 'info', 'debug']).default('warn')
    )
    .addHelpText(
      'after',
      `
GET /docs describes the requests. SIGTERM lets those in flight finish.

Examples:
  best-of-n serve
  BEST_OF_N_TOKEN=secret best-of-n serve --host 0.0.0.0 --port 80 --log info
  curl -s localhost:8377/v1/metrics -H 'content-type: application/json' -d '{"rewards":[0,1,2],"probs":[0.5,0.3,0.2],"n":16}'`
    )
    .action(run);
}

async function run({ host, port, threads, maxQueue, bodyLimit, timeLimit, token, log }: Options): Promise<void> {
  if (token === '') throw new UsageError('--token is empty');
  const { createServer } = await import('../../server/index');
  const app = await createServer(
    {
      ...(threads ? { threads } : {}),
      maxQueue,
      bodyLimit: bodyLimit * MEBIBYTE,
      timeLimit: timeLimit * SECOND,
      ...(token ? { token } : {}),
    },
    { logger: log === 'silent' ? false : { level: log } }
  );
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  const address = await app.listen({ host, port });
  console.error(`listening on ${address}; ${address}/docs describes the requests`);
  if (!token && !/^(127\.|localhost$|::1$)/.test(host))
    console.error('anyone who reaches this address can ask: --token sets a bearer token');
  await stopped;
  console.error('stopping: requests in flight are finished');
  await app.close();
}
