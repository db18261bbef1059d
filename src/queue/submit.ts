// Submits a run over sample files to the queue: a read job for each part of the files, and a parent job that merges their results.

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Job, Queue } from 'bullmq';
import { coded, messageOf } from '../errors';
import { versionOf } from '../files/file-version';
import type { Part } from '../files/part';
import type { EstimateOptions } from '../sample-files/estimate-groups';
import type { Estimated } from '../sample-files/run-files';
import type { SampleColumns } from '../sample-files/sample-columns';
import { decode } from './codec';
import { type Connection, connect, importBullmq } from './connection';
import { DEFAULT_REDIS_WAIT, MAX_LOST } from './limits';
import { inWords } from './merge';
import { checkQueue, DEFAULT_QUEUE, type JobData, MADE_BY, type MergeJob, readId, type SharedPart } from './protocol';
import type { RedisAddress } from './redis-address';
import { Waiting } from './waiting';

export interface SubmitOptions extends EstimateOptions {
  redis: RedisAddress;
  queue?: string;
  skipBad: boolean;
  /** Whether the result holds every prompt's estimates too. */
  perPrompt: boolean;
  /** How many times a job whose file cannot be opened is tried. */
  attempts?: number;
  /** For how many seconds Redis may be gone. */
  redisWait?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, all: number) => void;
  /** Called with what the run waits for. */
  onMessage?: (message: string) => void;
}

/** Results are fetched and removed as soon as they are there; those of a submitter that died stay in Redis for a day. */
const RESULT_RETENTION_SECONDS = 24 * 3600;

/** The time between two polls: short beside a run, and long enough that Redis does not notice them. */
const POLL_MILLISECONDS = 250;

/** The longest wait for a connection: Redis accepts one within milliseconds, or within seconds while it loads its data. */
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** The default of `attempts`: with the pauses below a file has 15 s to appear. */
const DEFAULT_ATTEMPTS = 5;

/** The pause before the second attempt, doubled with each further one. */
const RETRY_DELAY_MILLISECONDS = 1000;

/** The longest wait for the removal of jobs from Redis, at the end of a run. */
const REMOVAL_MILLISECONDS = 500;

/**
 * Gives the parts to the workers and waits for the result. If a worker dies, another one takes over its part; a part that is read twice counts once.
 *
 * @throws TypeError or RangeError if `redis` or `queue` is not what it must be; Error if Redis does not answer, or is gone for too long
 *   (`REDIS_UNREACHABLE`), is full (`REDIS_FULL`), or the parent job failed or is gone (`JOB_FAILED`); the reason of the signal.
 */
export async function runParts(
  parts: readonly Part[],
  columns: SampleColumns,
  options: SubmitOptions,
  toShared: (part: Part) => Promise<SharedPart> = toSharedPart
): Promise<Estimated> {
  const { redis, queue: name = DEFAULT_QUEUE, redisWait = DEFAULT_REDIS_WAIT, signal, onMessage = () => {} } = options;
  checkQueue(name);
  signal?.throwIfAborted();
  const { FlowProducer, Queue } = await importBullmq();
  const connection = await connect(redis);
  const backend = { connection: connection.client, prefix: connection.prefix };
  const flows = new FlowProducer(backend);
  const queue = new Queue(name, backend);
  // what goes wrong is thrown by the calls below; connections that come and go are watched
  queue.on('error', () => {});
  flows.on('error', () => {});
  const ended = new AbortController();
  const abort = () => ended.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  /** What Redis answers. A command without a connection waits until the run is given up; one that was cut off is given again. */
  const answer = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await unlessAborted(ask(), ended.signal);
      } catch (error) {
        if (ended.signal.aborted) throw ended.signal.reason;
        if (!wasCutOff(error)) throw isCoded(error) ? error : connection.errorOf(error);
        await unlessAborted(sleep(POLL_MILLISECONDS), ended.signal);
      }
    }
  };
  const run = `run-${randomBytes(8).toString('hex')}`;
  try {
    await answer(() => connection.ready(CONNECT_TIMEOUT_MILLISECONDS));
    watch(connection, redisWait, ended, onMessage);
    const shared: SharedPart[] = [];
    for (const part of parts) shared.push(await toShared(part));
    const flow = flowOf(run, shared, columns, name, options);
    await answer(async () => {
      // it is added as a whole or not at all, and may be there although the answer was cut off
      if (!(await queue.getJob(run))) await flows.add(flow);
    });
    return await poll(queue, run, parts.length, { ...options, connection, answer, onMessage });
  } finally {
    signal?.removeEventListener('abort', abort);
    if (connection.isUp) await removed(queue, connection, run, parts.length);
    ended.abort();
    await Promise.allSettled([queue.close(), flows.close()]);
    connection.close();
  }
}

/** The parent job with its children. */
function flowOf(run: string, shared: SharedPart[], columns: SampleColumns, queueName: string, options: SubmitOptions) {
  const {
    skipBad,
    perPrompt,
    attempts = DEFAULT_ATTEMPTS,
    ns,
    confidence,
    seed,
    resamples,
    interval = 'auto',
    questions,
  } = options;
  const common: JobData = { madeBy: MADE_BY, attempts };
  const age = RESULT_RETENTION_SECONDS;
  const jobOptions = {
    // the workers count apart what each kind of failure may cost
    attempts: attempts + MAX_LOST,
    backoff: { type: 'exponential', delay: RETRY_DELAY_MILLISECONDS },
    removeOnComplete: { age },
    removeOnFail: { age },
  };
  const data: MergeJob = {
    ...common,
    run,
    parts: shared,
    columns,
    options: { ns, confidence, seed, resamples, interval, ...(questions ? { questions } : {}) },
    perPrompt,
  };
  return {
    name: 'merge',
    queueName,
    data,
    opts: { jobId: run, ...jobOptions },
    children: shared.map((part, i) => ({
      name: 'read',
      queueName,
      data: { ...common, part, columns, skipBad },
      // the parent runs also when a part could not be read, and names its file
      opts: { jobId: readId(run, i), ignoreDependencyOnFailure: true, ...jobOptions },
    })),
  };
}

/** Says when Redis is gone, and ends the run if that lasts. */
function watch(connection: Connection, redisWait: number, ended: AbortController, onMessage: (message: string) => void): void {
  let timer: NodeJS.Timeout | undefined;
  connection.watch({
    onGone(message) {
      onMessage(`${message}; it has ${redisWait} s to come back`);
      timer = setTimeout(() => ended.abort(connection.unreachable(`has been gone for ${redisWait} s`)), redisWait * 1000);
    },
    onBack(message) {
      clearTimeout(timer);
      onMessage(message);
    },
  });
  ended.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

interface Poll extends Pick<SubmitOptions, 'onProgress'> {
  connection: Connection;
  answer: <T>(ask: () => Promise<T>) => Promise<T>;
  onMessage: (message: string) => void;
}

/** Waits for the result of a job by asking again and again, since an event could be lost while Redis restarts. */
async function poll(
  queue: Queue,
  run: string,
  all: number,
  { connection, answer, onProgress, onMessage }: Poll
): Promise<Estimated> {
  const waiting = new Waiting(queue, run, connection);
  for (;;) {
    const job = (await answer(() => queue.getJob(run))) as Job | undefined;
    if (!job) throw coded(Error, 'JOB_FAILED', `the job ${run} is gone from Redis: someone removed it, or Redis lost its data`);
    if (job.finishedOn !== undefined) {
      if (job.returnvalue) return decode<Estimated>(job.returnvalue as string, `job ${run}`);
      throw coded(Error, 'JOB_FAILED', `the results could not be put together: ${inWords(job.failedReason)}`);
    }
    const { processed = 0, ignored = 0 } = await answer(() => job.getDependenciesCount({ processed: true, ignored: true }));
    onProgress?.(processed + ignored, all);
    const message = await answer(() => waiting.look(processed + ignored));
    if (message !== undefined) onMessage(message);
    await answer(() => sleep(POLL_MILLISECONDS));
  }
}

/** Removes the jobs of a run that has ended, those under way included: their locks are taken from the workers, which then drop the results. */
async function removed(queue: Queue, connection: Connection, run: string, parts: number): Promise<void> {
  const remove = async () => {
    const job = (await queue.getJob(run)) as Job | undefined;
    if (!job) return;
    const ids = [run, ...Array.from({ length: parts }, (_, i) => readId(run, i))];
    await Promise.all(ids.map((id) => connection.client.del(`${queue.toKey(id)}:lock`)));
    await job.remove({ removeChildren: true });
  };
  const tooLong = new Promise((resolve) => setTimeout(resolve, REMOVAL_MILLISECONDS).unref());
  await Promise.race([remove().catch(() => {}), tooLong]);
}

const isCoded = (error: unknown): boolean => /^(REDIS|JOB)_/.test(String((error as { code?: unknown }).code));

/** Whether the connection was lost before the answer came; ioredis repeats single commands by itself, but not transactions. */
const wasCutOff = (error: unknown): boolean =>
  !isCoded(error) && /due to connection close|Connection is closed|ECONNRE|EPIPE|^LOADING /.test(messageOf(error));

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The promise, or a rejection with the signal's reason as soon as that aborts. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function toSharedPart(part: Part): Promise<SharedPart> {
  const file = resolve(part.file);
  // the version that was cut into parts, where the part tells it
  const { version = versionOf(await stat(file)) } = part as Partial<SharedPart>;
  return { ...part, file, version, name: part.file };
}
