// The pool of threads: results have the bits of one thread, and an error, an abort or a crash affects no other call.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
// the built pool, since its threads run a built file
import { createPool, type Pool, type PoolOptions, QueueFullError } from '../../dist/pool.js';
import { coded } from '../../src/errors';
import { type Batch, evaluateBatch, Support } from '../../src/index';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-pool-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const pools: Pool[] = [];
function open(options: PoolOptions = {}): Pool {
  const pool = createPool({ threads: 2, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close({ force: true })));
});

function batchOf(rows: number, seed: number, weighted = false): Batch {
  const lengths = Uint32Array.from({ length: rows }, (_, i) => 1 + ((i * 7 + seed) % 90));
  const total = lengths.reduce((a, b) => a + b, 0);
  return {
    rewards: Float64Array.from({ length: total }, (_, i) => Math.round(50 * Math.sin(i * (seed + 1)))),
    rows: lengths,
    ns: [1, 2.5, 64],
    ...(weighted ? { weights: Float64Array.from({ length: total }, (_, i) => 1 + (i % 5)) } : {}),
  };
}

function errorOf(run: () => unknown): { message: string; code: string; index: number | undefined } {
  try {
    run();
  } catch (error) {
    const { message, code, index } = error as Error & { code: string; index?: number };
    return { message, code, index };
  }
  throw new Error('no error');
}

/** An input that takes longer to compute than to abort. */
const large = () => ({
  rewards: Float64Array.from({ length: 2_000_000 }, (_, i) => Math.sin(i)),
  weights: new Float64Array(2_000_000).fill(1),
});
const small = { rewards: [1, 2, 3], probs: [0.5, 0.3, 0.2] };

/** Threads that crash when they are given a support of 666 outcomes, or fail to start while a file is there. */
function crashing(): PoolOptions & { file: string } {
  const file = join(folder, 'crash.mjs');
  const library = pathToFileURL('dist/node.js').href;
  writeFileSync(
    file,
    `import { existsSync } from 'node:fs';
     import { isMainThread } from 'node:worker_threads';
     import { Support } from ${JSON.stringify(library)};
     if (!isMainThread && existsSync(${JSON.stringify(join(folder, 'no-start'))})) throw new Error('no start today');
     const from = Support.from;
     Support.from = (input) => {
       if (input.rewards.length === 666) process.exit(7);
       return from.call(Support, input);
     };`
  );
  return { file, execArgv: ['--import', pathToFileURL(file).href] };
}
const crash = { rewards: new Float64Array(666), weights: new Float64Array(666).fill(1) };

describe('results', () => {
  it('a batch has the same bits with any number of threads', async () => {
    for (const weighted of [false, true]) {
      const batch = batchOf(3000, 1, weighted);
      const expected = evaluateBatch(batch);
      for (const threads of [1, 2, 3]) expect(await open({ threads }).evaluateBatch(batch)).toEqual(expected);
    }
  });

  it('shared memory is not copied, and gives the same', async () => {
    const batch = batchOf(2000, 3, true);
    const share = (values: ArrayLike<number>) => {
      const shared = new Float64Array(new SharedArrayBuffer(8 * values.length));
      shared.set(values);
      return shared;
    };
    const shared = { ...batch, rewards: share(batch.rewards), weights: share(batch.weights as Float64Array) };
    expect(await open().evaluateBatch(shared)).toEqual(evaluateBatch(batch));
    const support = Support.from({ rewards: [1, 2, 3], weights: [3, 2, 1] });
    const input = { rewards: share([1, 2, 3]), weights: share([3, 2, 1]) };
    expect(await open().metrics(input, 4, { transfer: true })).toEqual(support.metrics(4));
    expect(input.rewards.length).toBe(3);
    support.dispose();
  });

  it('rows of any lengths are cut without loss', async () => {
    const pool = open();
    const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(40_000)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lengths, async (rows) => {
        const total = rows.reduce((a, b) => a + b, 0);
        const batch = {
          rewards: Float32Array.from({ length: total }, (_, i) => (i * 31) % 101),
          rows: Uint32Array.from(rows),
          ns: [3],
        };
        expect(await pool.evaluateBatch({ ...batch, metrics: ['winRate'] })).toEqual(
          evaluateBatch({ ...batch, metrics: ['winRate'] })
        );
      }),
      { numRuns: 30 }
    );
  });

  it('supports: metrics, curve and policy', async () => {
    const pool = open();
    const support = Support.from(small);
    expect(await pool.metrics(small, 16)).toEqual(support.metrics(16));
    expect(await pool.metrics(small, 16, ['kl'])).toEqual({ kl: support.metrics(16).kl });
    expect(await pool.curve(small, [1, 4, Infinity], ['kl', 'winRate'])).toEqual(
      support.curve([1, 4, Infinity], ['kl', 'winRate'])
    );
    expect(await pool.policy(small, 3)).toEqual(support.policy(3));
    support.dispose();
  });

  it('the caller keeps its arrays, or hands them over', async () => {
    const pool = open();
    const input = large();
    await pool.metrics(input, 2, ['kl']);
    expect(input.rewards.length).toBe(2_000_000);
    await pool.metrics(input, 2, ['kl'], { transfer: true });
    expect([input.rewards.length, input.weights.length]).toEqual([0, 0]);
  });

  it('many batches come in their order, and are taken no faster than they are worked off', async () => {
    const pool = open();
    let taken = 0;
    let done = 0;
    let ahead = 0;
    async function* batches() {
      for (; taken < 40; taken++) {
        ahead = Math.max(ahead, taken - done);
        yield batchOf(20 + ((taken * 37) % 500), taken);
      }
    }
    for await (const result of pool.evaluateBatches(batches())) {
      expect(result).toEqual(evaluateBatch(batchOf(20 + ((done * 37) % 500), done)));
      done++;
    }
    expect(done).toBe(40);
    expect(ahead).toBeLessThanOrEqual(3 * pool.threads);
  });
});

describe('faults', () => {
  it('of values is that of the first one in the whole batch, whichever thread meets its own first', async () => {
    const pool = open();
    const rows = 4096;
    const values = () => Float64Array.from({ length: 64 * rows }, (_, i) => 1 + (i % 7));
    // places that lie in different slices
    const at = [200_001, 70_000, 130_003];
    const bad = (value: number, ...places: number[]) => {
      const list = values();
      for (const place of places) list[place] = value;
      return list;
    };
    const noMass = () => values().fill(0, 64 * 2000, 64 * 2001);
    const shared = () => {
      const list = new Float64Array(new SharedArrayBuffer(8 * 64 * rows));
      list.set(bad(Number.NaN, ...at));
      return list;
    };
    const batches: Partial<Batch>[] = [
      { rewards: bad(Number.NaN, ...at) },
      { rewards: Float32Array.from(bad(Number.NaN, ...at)) },
      { rewards: Array.from(bad(Number.NaN, ...at)) as never },
      { rewards: shared() },
      { weights: bad(-1, ...at) },
      { weights: noMass() },
      // rewards are checked before weights, and values before lengths
      { rewards: bad(Number.NaN, 200_001), weights: bad(-1, 70_000) },
      { rewards: bad(Number.NaN, 200_001), weights: values().subarray(1) },
      { weights: values().subarray(1) },
    ];
    for (const given of batches) {
      const batch = { rewards: values(), rows: 64, ns: [1, 4], ...given } as Batch;
      const { message, code, index } = await pool.evaluateBatch(batch).catch((error) => error);
      const expected = errorOf(() => evaluateBatch(batch));
      expect({ message, code, index }).toEqual(expected);
    }
    const lists = { rewards: Array.from(values()) as never, rows: 64, ns: [1, 4] };
    expect(await pool.evaluateBatch(lists)).toEqual(evaluateBatch(lists));
  });

  it('bad input is the error of the library', async () => {
    const pool = open();
    const rewards = Float64Array.of(1, 2, Number.NaN, 4);
    await expect(pool.evaluateBatch({ rewards, rows: 2, ns: [1] })).rejects.toThrow(
      new RangeError('rewards[2] (row 1, column 0) is NaN')
    );
    await expect(pool.metrics({ rewards: [1, Number.NaN], probs: [0.5, 0.5] }, 2)).rejects.toThrow(
      new RangeError('rewards[1] is NaN')
    );
    await expect(pool.curve(small, [0.5], ['kl'])).rejects.toThrow(/ns\[0\] is 0\.5, expected a number >= 1/);
    // @ts-expect-error: no support
    await expect(pool.metrics(null, 2)).rejects.toThrow(TypeError);
    expect(() => createPool({ threads: 0 })).toThrow(new RangeError('threads is 0, expected a whole number >= 1'));
    expect(() => createPool({ maxQueue: 1.5 })).toThrow(new RangeError('maxQueue is 1.5, expected a whole number >= 0'));
    // @ts-expect-error: no number
    expect(() => createPool({ threads: '2' })).toThrow(coded(TypeError, 'WRONG_TYPE', 'threads must be a number, got string'));
    expect(pool.calls).toBe(0);
  });

  it('an error of a thread arrives with its class, code and index', async () => {
    const file = join(folder, 'coded.mjs');
    writeFileSync(
      file,
      `import { Support } from ${JSON.stringify(pathToFileURL('dist/node.js').href)};
       Support.from = () => {
         throw Object.assign(new RangeError('rewards[3] is NaN'), { code: 'NOT_A_NUMBER', index: 3 });
       };`
    );
    const pool = open({ execArgv: ['--import', pathToFileURL(file).href] });
    const expected = coded(RangeError, 'NOT_A_NUMBER', 'rewards[3] is NaN', 3);
    await expect(pool.metrics(small, 2)).rejects.toThrow(expected);
    await expect(pool.metrics(small, 2)).rejects.toBeInstanceOf(RangeError);
  });

  it('a crash rejects its call alone, and the pool goes on', async () => {
    const pool = open(crashing());
    const results = await Promise.allSettled([
      pool.metrics(small, 2, ['kl']),
      pool.metrics(crash, 2),
      pool.metrics(small, 4, ['kl']),
      pool.metrics(crash, 2),
      ...Array.from({ length: 20 }, () => pool.metrics(small, 8, ['kl'])),
    ]);
    expect(results.map(({ status }) => status)).toEqual(results.map((_, i) => (i === 1 || i === 3 ? 'rejected' : 'fulfilled')));
    expect((results[1] as PromiseRejectedResult).reason.message).toMatch(/worker exited with code: 7/);
  });

  it('a thread that does not start rejects its call alone; when threads start again, so does the work', async () => {
    const pool = open(crashing());
    const obstacle = join(folder, 'no-start');
    writeFileSync(obstacle, '');
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => pool.metrics(small, 2, ['kl'])));
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect((results[0] as PromiseRejectedResult).reason.message).toMatch(/a worker thread did not start: .*no start today/);
    rmSync(obstacle);
    expect(await pool.metrics(small, 1, ['kl'])).toEqual({ kl: 0 });
    expect(pool.calls).toBe(0);
  });

  it('an abort ends its call, running or waiting, and leaves its neighbours', async () => {
    const pool = open();
    await pool.metrics(small, 2);
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const calls = controllers.map(({ signal }) => pool.curve(large(), [2, 3, 4], ['kl', 'reverseKl'], { signal }));
    const others = [pool.metrics(small, 4, ['n']), pool.metrics(small, 5, ['n'])];
    setTimeout(() => {
      for (const i of [0, 1, 5]) controllers[i].abort(new Error(`no longer wanted ${i}`));
    }, 20);
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status[0]).join('')).toBe('rrfffr');
    for (const i of [0, 1, 5]) expect((results[i] as PromiseRejectedResult).reason.message).toBe(`no longer wanted ${i}`);
    expect(await Promise.all(others)).toEqual([{ n: 4 }, { n: 5 }]);
    await expect(pool.metrics(small, 2, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    await expect(pool.evaluateBatch(batchOf(9, 1), { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });

  it('a full queue refuses, and takes again once there is room', async () => {
    const pool = open({ threads: 1, maxQueue: 2 });
    const calls = Array.from({ length: 5 }, () => pool.metrics(small, 2, ['kl']));
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status[0]).join('')).toBe('fffrr');
    const { reason } = results[4] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(QueueFullError);
    expect(reason).toMatchObject({ code: 'QUEUE_FULL', message: '3 calls wait or run, and maxQueue is 2' });
    expect(await pool.metrics(small, 1, ['kl'])).toEqual({ kl: 0 });
  });
});

describe('closing', () => {
  it('waits for what was asked and refuses what comes later', async () => {
    const pool = open();
    const calls = [pool.metrics(large(), 2, ['kl']), pool.metrics(small, 2, ['n']), pool.metrics(small, 3, ['n'])];
    const closed = pool.close();
    await expect(pool.metrics(small, 2)).rejects.toThrow(coded(Error, 'POOL_CLOSED', 'the pool is closed'));
    await closed;
    expect((await Promise.all(calls)).slice(1)).toEqual([{ n: 2 }, { n: 3 }]);
    await pool.close();
  });

  it('by force rejects what runs', async () => {
    const pool = open();
    const calls = Promise.allSettled(Array.from({ length: 4 }, () => pool.metrics(large(), 2)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pool.close({ force: true });
    for (const result of await calls) expect(result).toMatchObject({ reason: new Error('the pool was closed') });
  });

  it('a pool that was never used, and one by `await using`', async () => {
    await open().close();
    const pool = open();
    await pool.metrics(small, 2);
    await pool[Symbol.asyncDispose]();
    await expect(pool.policy(small, 2)).rejects.toThrow('the pool is closed');
  });
});
