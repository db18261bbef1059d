/**
 * Estimates from sample files, spread over many machines by BullMQ with Redis or Valkey. In the examples `redis` is the URL of a Redis server, and
 * `file` the path of a file of four samples, two of each prompt.
 *
 * @module best-of-n/queue
 */

import { CONFIDENCE, RESAMPLES, SEED } from '../defaults';
import { coded } from '../errors';
import type { EstimateName, IntervalMethod } from '../index';
import { checkObject, checkWhole, toNs } from '../input/numbers';
import { checkIntervals } from '../prompt-means';
import type { Doubling } from '../sample-files/doublings';
import type { GroupResult } from '../sample-files/estimate-groups';
import { checkedNames } from '../sample-files/estimate-names';
import type { Findings } from '../sample-files/findings';
import type { FileRead } from '../sample-files/part-merger';
import { checkQuestions, type Questions, type Target, withGold } from '../sample-files/questions';
import { type Estimated, openFiles } from '../sample-files/run-files';
import type { ColumnOptions, SampleColumns } from '../sample-files/sample-columns';
import type { Missing, Pass, Steps } from '../sample-files/scoring';
import { checkQueue, DEFAULT_QUEUE } from './protocol';
import { checkAddress, type RedisAddress } from './redis-address';
import { runParts } from './submit';

export type { RedisAddress } from './redis-address';
export { createWorker, QueueWorker, type WorkerOptions } from './worker';
export type {
  Doubling,
  Estimated as SamplesResult,
  FileRead,
  Findings,
  GroupResult,
  Missing,
  Pass,
  Questions,
  SampleColumns as Shape,
  Steps,
  Target,
};

/**
 * Options of `submitSamples`: where the queue is, how the files are read, and how the estimates are made.
 *
 * @example
 * const options = { redis, ns: [1, 2], prompt: ['task_id'], reward: 'passed', confidence: 0.9, seed: 1 };
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], options);
 * groups[0].result.confidence; // → 0.9
 * await worker.close();
 */
export interface SamplesJobOptions extends ColumnOptions {
  /** Redis or Valkey: a URL such as `redis://host:6379`, options of ioredis, or a connection of ioredis. */
  redis: RedisAddress;
  /**
   * The name of the queue, which must be that of the workers.
   *
   * @default 'best-of-n'
   */
  queue?: string;
  /** The numbers of samples, whole numbers >= 1; by default the powers of two up to the largest number of samples of any prompt, and the smallest one. */
  ns?: number[];
  /**
   * Confidence level of the intervals, strictly between 0 and 1.
   *
   * @default 0.95
   */
  confidence?: number;
  /**
   * How the intervals are made.
   *
   * @default 'auto'
   */
  interval?: IntervalMethod;
  /**
   * Seed of the bootstrap, a whole number.
   *
   * @default 1
   */
  seed?: number;
  /**
   * Number of bootstrap resamples, at least 1.
   *
   * @default 1000
   */
  resamples?: number;
  /** Further estimates by the library's names, such as `majority.correct` or `topOf(2)`; `estimate` takes the command's names. */
  estimates?: readonly EstimateName[];
  /** What is asked of every curve; the answers are in `findings` of its group. A gold score is read without being among `score`. */
  questions?: Questions;
  /**
   * Whether records that cannot be read are left out; otherwise their file fails.
   *
   * @default false
   */
  skipBad?: boolean;
  /**
   * Whether the result holds the id and the estimates of every prompt too.
   *
   * @default false
   */
  perPrompt?: boolean;
  /** How much of a file one job reads, in bytes; 16 MiB by default. */
  partBytes?: number;
  /**
   * How often a part whose file cannot be opened is tried, with growing pauses.
   *
   * @default 5
   */
  attempts?: number;
  /**
   * For how many seconds Redis may be gone before the call rejects.
   *
   * @default 120
   */
  redisWait?: number;
  /** Ends the wait when it aborts: the jobs are removed, and the call rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with the number of jobs that are done, and the number of all jobs. */
  onProgress?: (done: number, all: number) => void;
  /** Called with what the run waits for: a worker, busy workers, or a Redis that is gone. */
  onMessage?: (message: string) => void;
}

/**
 * Cuts sample files into jobs, waits until the workers have done them, and returns the curves, as `best-of-n samples FILES… --redis URL` does. The
 * numbers are those of one machine, to the bit. A file that could not be read does not count; its entry in `files` says why, in `failed`. Needs the
 * packages `bullmq` and `ioredis`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files, groups } = await submitSamples([file], { redis });
 * files[0].samples; // → 4
 * groups[0].result.rows.map(({ expectedReward }) => expectedReward.mean); // → [0.75, 1]
 * await worker.close();
 *
 * @throws TypeError or RangeError if an option is not what it must be; Error if a file is not there, its fields are not known, Redis does not
 *   answer or is gone for too long (`REDIS_UNREACHABLE`) or is full (`REDIS_FULL`), or the results could not be put together (`JOB_FAILED`).
 */
export async function submitSamples(files: readonly string[], options: SamplesJobOptions): Promise<Estimated> {
  checkFiles(files);
  checkObject('options', options);
  const {
    redis,
    queue = DEFAULT_QUEUE,
    ns,
    confidence = CONFIDENCE,
    seed = SEED,
    resamples = RESAMPLES,
    interval = 'auto',
    estimates,
    questions,
    skipBad = false,
    perPrompt = false,
    attempts,
    redisWait,
    signal,
    onProgress,
    onMessage,
  } = options;
  checkAddress(redis);
  checkQueue(queue);
  checkIntervals({ confidence, seed, resamples, interval });
  toNs(ns ?? []).forEach((n, i) => {
    checkWhole(`ns[${i}]`, n, 1, Number.MAX_SAFE_INTEGER, '', i);
  });
  if (options.partBytes !== undefined) checkWhole('partBytes', options.partBytes, 1, Number.MAX_SAFE_INTEGER);
  if (attempts !== undefined) checkWhole('attempts', attempts, 1, 100);
  if (redisWait !== undefined) checkWhole('redisWait', redisWait, 0, 1e6);
  if (questions !== undefined) checkQuestions(questions);
  const opened = await openFiles(files, withGold(options, questions?.gold), { partBytes: options.partBytes });
  return runParts(opened.parts, withEstimates(opened.columns, estimates), {
    redis,
    queue,
    confidence,
    seed,
    resamples,
    interval,
    skipBad,
    perPrompt,
    ...(ns ? { ns } : {}),
    ...(questions ? { questions } : {}),
    ...(attempts !== undefined ? { attempts } : {}),
    ...(redisWait !== undefined ? { redisWait } : {}),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(onMessage ? { onMessage } : {}),
  });
}

/** The columns with further estimates, by their names in the library. */
function withEstimates(columns: SampleColumns, names: readonly EstimateName[] | undefined): SampleColumns {
  if (names === undefined) return columns;
  const { unaskedVotes, estimates = [], ...others } = columns;
  const asked = unaskedVotes ? [] : estimates;
  return { ...others, estimates: [...new Set([...asked, ...checkedNames(names, columns)])] };
}

/** @throws TypeError (`WRONG_TYPE` or `EMPTY`) unless it is a list of at least one path. */
function checkFiles(files: unknown): void {
  if (!Array.isArray(files)) throw coded(TypeError, 'WRONG_TYPE', `files is ${typeof files}, expected an array of paths`);
  if (files.length === 0) throw coded(TypeError, 'EMPTY', 'files is empty, expected at least one path');
  const i = files.findIndex((file) => typeof file !== 'string' || file === '');
  const input = files.indexOf('-');
  if (input >= 0)
    throw coded(TypeError, 'WRONG_TYPE', `files[${input}] is standard input, which other machines cannot read`, input);
  if (i >= 0) throw coded(TypeError, 'WRONG_TYPE', `files[${i}] is ${JSON.stringify(files[i])}, expected a path`, i);
}
