// `best-of-n serve`: the HTTP service.

import { constants } from 'node:os';
import { Command, Option } from 'commander';
import { isLoopback } from '../../server/hosts';
import {
  DEFAULT_BODY_LIMIT_BYTES,
  DEFAULT_MAX_CONNECTIONS,
  DEFAULT_MAX_QUEUE,
  DEFAULT_TIME_LIMIT_MILLISECONDS,
} from '../../server/limits';
import { threadsOption, UsageError, wholeBetween } from '../options';
import { tell } from '../output/tell';

interface Options {
  host: string;
  port: number;
  threads?: number;
  maxQueue: number;
  bodyLimit: number;
  timeLimit: number;
  memoryLimit?: number;
  maxConnections: number;
  token?: string;
  allowHost?: string[];
  cors?: string[];
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
      'how long a request may be sent, wait and compute, and be read',
      wholeBetween(1, 86400, 'a whole number >= 1'),
      DEFAULT_TIME_LIMIT_MILLISECONDS / SECOND
    )
    .option(
      '--memory-limit <MiB>',
      'what bodies and unread answers may take together (default: four times --body-limit, at least 256)',
      wholeBetween(1, 2 ** 20, 'a whole number >= 1')
    )
    .option(
      '--max-connections <number>',
      'connections before further ones are closed',
      wholeBetween(1, 1e6, 'a whole number >= 1'),
      DEFAULT_MAX_CONNECTIONS
    )
    .option('--allow-host <name>', 'a name that the service may be asked for; can be repeated', collect)
    .option('--cors <origin>', 'an origin whose pages may ask, such as https://example.org; can be repeated', collect)
    .addOption(new Option('--token <token>', 'a bearer token that every request must carry').env('BEST_OF_N_TOKEN'))
    .addOption(
      new Option('--log <level>', 'log as JSON lines').choices(['silent', 'error', 'warn', 'info', 'debug']).default('warn')
    )
    .addHelpText(
      'after',
      `
GET /docs describes the requests. SIGTERM lets those in flight finish; a second one does not wait for them.

Examples:
  best-of-n serve
  BEST_OF_N_TOKEN=secret best-of-n serve --host 0.0.0.0 --port 80 --log info
  curl -s localhost:8377/v1/metrics -H 'content-type: application/json' -d '{"rewards":[0,1,2],"probs":[0.5,0.3,0.2],"n":16}'`
    )
    .action(run);
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function run(options: Options): Promise<void> {
  const { host, port, threads, maxQueue, bodyLimit, timeLimit, memoryLimit, maxConnections, token, allowHost, cors, log } =
    options;
  if (token === '') throw new UsageError('--token is empty');
  if (memoryLimit !== undefined && memoryLimit < bodyLimit)
    throw new UsageError(`--memory-limit is ${memoryLimit}, less than --body-limit, which is ${bodyLimit}`);
  const { createServer } = await import('../../server/index');
  const app = await createServer(
    {
      ...(threads ? { threads } : {}),
      maxQueue,
      bodyLimit: bodyLimit * MEBIBYTE,
      timeLimit: timeLimit * SECOND,
      ...(memoryLimit ? { memoryLimit: memoryLimit * MEBIBYTE } : {}),
      maxConnections,
      ...(token ? { token } : {}),
      ...(allowHost ? { allowedHosts: allowHost } : {}),
      ...(cors ? { corsOrigins: cors } : {}),
    },
    { logger: log === 'silent' ? false : { level: log } }
  );
  const stopped = signalled();
  const address = await app.listen({ host, port });
  tell(`listening on ${address}; ${address}/docs describes the requests`);
  if (!token && !isLoopback(host)) tell('anyone who reaches this address can ask: --token sets a bearer token');
  await stopped;
  tell('stopping: requests in flight are finished');
  await app.close();
}

/** Resolves at the first signal; the second ends the process at once, with the exit code that it would give alone. */
function signalled(): Promise<void> {
  let isFirst = true;
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!isFirst) process.exit(128 + constants.signals[signal]);
        isFirst = false;
        resolve();
      });
    }
  });
}
