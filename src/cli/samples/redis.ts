// Where the command finds Redis: in an option, in the environment, or in a file, where no list of processes shows a password.

import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { RedisOptions } from 'ioredis';
import { messageOf } from '../../errors';
import { checkQueue, DEFAULT_QUEUE } from '../../queue/protocol';
import { checkAddress } from '../../queue/redis-address';
import { UsageError } from '../options';

/** The options of the commands that use Redis, parsed. */
export interface RedisPlace {
  redis?: string;
  redisFile?: string;
  queue: string;
}

export const redisOptions = (what: string): Option[] => [
  new Option('--redis <url>', what).env('BEST_OF_N_REDIS'),
  new Option('--redis-file <file>', 'a file with the URL, or with options of ioredis as JSON: no list of processes shows it'),
  new Option(
    '--queue <name>',
    'the name of the queue, the same for all: users of one Redis who take different names do not meet'
  ).default(DEFAULT_QUEUE),
];

/**
 * Where Redis is, or undefined if no option says it.
 *
 * @throws UsageError, which never shows the address, if it is none, or the file cannot be read.
 */
export function redisOf({ redis, redisFile, queue }: RedisPlace): string | RedisOptions | undefined {
  usage('--queue', () => checkQueue(queue));
  if (redisFile !== undefined) {
    // what the environment says may be another one's
    if (redis !== undefined && redis !== process.env.BEST_OF_N_REDIS)
      throw new UsageError('give --redis or --redis-file, not both');
    const address = inFile(redisFile);
    usage('--redis-file', () => checkAddress(address, redisFile));
    return address;
  }
  if (redis !== undefined)
    usage('--redis', () => checkAddress(redis, redis === process.env.BEST_OF_N_REDIS ? 'BEST_OF_N_REDIS' : '--redis'));
  return redis;
}

function usage(option: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    const message = messageOf(error);
    throw new UsageError(message.startsWith(option) || message.startsWith('BEST_OF_N_REDIS') ? message : `${option}: ${message}`);
  }
}

function inFile(file: string): string | RedisOptions {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--redis-file: ${messageOf(error)}`);
  }
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as RedisOptions;
  } catch {
    // the error of JSON quotes the text, and with it a password
    throw new UsageError(`--redis-file: ${file} is not JSON`);
  }
}
