// The connection to Redis: says when it is lost and when it is back, and what Redis answers, without user and password.

import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { type Coded, coded, messageOf } from '../errors';
import { importOptional } from '../node/optional-packages';
import { type CheckedAddress, checkAddress, type RedisAddress } from './redis-address';

export interface ConnectionEvents {
  onGone(message: string): void;
  onBack(message: string): void;
}

/** The longest wait between two attempts to connect: short beside what a user waits for. */
const MAX_PAUSE_MILLISECONDS = 2000;

/** BullMQ demands of its connections that they wait for Redis as long as it takes. */
const OPTIONS: RedisOptions = {
  maxRetriesPerRequest: null,
  retryStrategy: (times) => Math.min(100 * times, MAX_PAUSE_MILLISECONDS),
};

/**
 * Imports BullMQ, and the Redis client that it needs.
 *
 * @throws Error (`MISSING_PACKAGE`, `WRONG_VERSION`) if either is not installed or too old.
 */
export async function importBullmq(): Promise<typeof import('bullmq')> {
  const bullmq = await importOptional('best-of-n/queue', 'bullmq', () => import('bullmq'));
  await importOptional('best-of-n/queue', 'ioredis', () => import('ioredis'));
  return bullmq;
}

/**
 * Begins to connect; the connection goes on trying until it is closed.
 *
 * @throws TypeError or RangeError if it is no address of Redis.
 */
export async function connect(redis: RedisAddress): Promise<Connection> {
  const address = checkAddress(redis);
  const { Redis } = await importOptional('best-of-n/queue', 'ioredis', () => import('ioredis'));
  const { to } = address;
  if ('url' in to) return new Connection(new Redis(to.url, OPTIONS), address);
  if ('options' in to) return new Connection(new Redis({ ...OPTIONS, ...to.options, maxRetriesPerRequest: null }), address);
  // a copy, which can be closed, and which waits as long as it takes
  const client = to.client.isCluster
    ? (to.client as Cluster).duplicate([], { redisOptions: { maxRetriesPerRequest: null } })
    : (to.client as Redis).duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  return new Connection(client, address);
}

export class Connection {
  readonly client: Redis | Cluster;
  /** The address in messages. */
  readonly name: string;
  readonly #secrets: readonly string[];
  #reason = 'no answer';
  #closed = false;

  constructor(client: Redis | Cluster, { name, secrets }: CheckedAddress) {
    this.client = client;
    this.name = name;
    this.#secrets = secrets;
    client.on('error', (error: Error) => {
      this.#reason = this.hidden(messageOf(error));
    });
  }

  /** The first part of the keys; a cluster keeps keys with the same text in braces together, which BullMQ needs. */
  get prefix(): string {
    return this.client.isCluster ? '{bull}' : 'bull';
  }

  get isUp(): boolean {
    return this.client.status === 'ready';
  }

  /** @throws Error (`REDIS_UNREACHABLE`) if Redis does not answer in time. */
  async ready(milliseconds: number): Promise<void> {
    if (this.isUp) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.client.off('ready', onReady);
        reject(this.unreachable(`does not answer: ${this.#reason}`));
      }, milliseconds);
      const onReady = () => {
        clearTimeout(timer);
        resolve();
      };
      this.client.once('ready', onReady);
    });
  }

  /** Calls back each time that the connection is lost, or is there again. */
  watch({ onGone, onBack }: ConnectionEvents): void {
    let gone = false;
    let wasThere = this.isUp;
    this.client.on('close', () => {
      if (!wasThere || gone || this.#closed) return;
      gone = true;
      onGone(`Redis is gone: there is no connection to ${this.name}`);
    });
    this.client.on('ready', () => {
      if (gone) onBack('Redis is back');
      gone = false;
      wasThere = true;
    });
  }

  /** @throws the error of Redis, if it takes no data. */
  async tryToWrite(key: string): Promise<void> {
    await this.client.set(key, '1', 'PX', 1);
  }

  unreachable(what: string): Error & Coded {
    return coded(Error, 'REDIS_UNREACHABLE', `${this.name} ${what}`);
  }

  /** An error of Redis or BullMQ with a code, and without what is secret: those of ioredis carry the command, a password included. */
  errorOf(error: unknown): Error & Coded {
    const message = this.hidden(messageOf(error));
    // those of a transaction that was not begun
    const { previousErrors = [] } = error as { previousErrors?: unknown[] };
    if ([message, ...previousErrors.map(messageOf)].some((text) => /\bOOM\b/.test(text))) {
      const advice = 'give it more memory (maxmemory), or remove what is not needed any more';
      return coded(Error, 'REDIS_FULL', `Redis is full: ${this.name} takes no more data; ${advice}`);
    }
    if (/^Missing (key|lock) for job/.test(message)) {
      const why = 'its run was ended, or another worker has taken it over';
      return coded(Error, 'JOB_FAILED', `${message.replace(/^Missing \w+ for (job \S+?)\.? .*$/, '$1')} does not count: ${why}`);
    }
    return this.unreachable(`${this.isUp ? 'answers' : 'does not answer'}: ${message}`);
  }

  /** The text without user and password. */
  hidden(text: string): string {
    let hidden = text;
    for (const secret of this.#secrets) {
      for (const form of [secret, encodeURIComponent(secret)]) hidden = hidden.replaceAll(form, '***');
    }
    return hidden;
  }

  close(): void {
    this.#closed = true;
    this.client.disconnect();
  }
}
