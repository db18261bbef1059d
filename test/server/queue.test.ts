// The cluster: real workers, a real Redis, and everything that can die while they work.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWorker, type SamplesResult, submitSamples } from '../../dist/queue.js';
import { versionOf } from '../../src/files/file-version';
import { partsOf } from '../../src/files/inputs';
import { decode, encode } from '../../src/queue/codec';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { freePort, hasRedis, startRedis } from '../helpers/redis';

let folder: string;
let port: number;
let url: string;
let redis: ChildProcess;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-queue-'));
  if (!hasRedis) return;
  port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  redis = await startRedis(port, folder);
});
afterAll(async () => {
  redis?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  workers.clear();
});

/** Starts `best-of-n worker` in a process of its own; `done` lists the jobs that it says it has done. */
async function startWorker({
  import: preload,
}: {
  import?: string;
} = {}): Promise<{ child: ChildProcess; done: string[]; said(): string }> {
  const child = spawn(
    process.execPath,
    [
      ...(preload ? ['--import', preload] : []),
      'dist/cli.js',
      'worker',
      '--redis',
      url,
      '--threads',
      '1',
      '--lock',
      '1',
      '--verbose',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    }
  );
  workers.add(child);
  const done: string[] = [];
  let text = '';
  child.stderr?.on('data', (piece) => {
    text += piece;
    done.splice(0, done.length, ...[...text.matchAll(/^done: (.*)$/gm)].map(([, what]) => what));
  });
  while (!text.includes('waiting for jobs')) await once(child.stderr as NodeJS.ReadableStream, 'data');
  return { child, done, said: () => text };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Stops a worker while it is doing a job, which is then one that stays active while the jobs of others end. */
async function stopInsideOfJob(child: ChildProcess): Promise<void> {
  const queue = new Queue('best-of-n', { connection: { url, maxRetriesPerRequest: null } });
  const active = async () => (await queue.getActive()).map(({ id }) => id);
  for (let held = false; !held; ) {
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = await active();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const after = await active();
    held = before.some((id) => after.includes(id));
    if (!held) child.kill('SIGCONT');
  }
  await queue.close();
}

function sampleFile(name: string, rows: number, seed: number): string {
  const path = join(folder, name);
  const line = (i: number) =>
    `${JSON.stringify({ input: `q${(i * i + seed) % 311}`, output: 'x'.repeat(i % 200), reward: Math.sin(i + seed), gold: i % 2 })}\n`;
  writeFileSync(path, Array.from({ length: rows }, (_, i) => line(i)).join(''));
  return path;
}

const options = { score: ['gold'], ns: [1, 2, 8, 64], confidence: 0.9, seed: 3, resamples: 200 };

/** The result of this process alone for the same files. */
async function locally(files: string[]): Promise<Pick<SamplesResult, 'groups'>> {
  return runFiles(await openFiles(files, options), inThisThread(), { ...options, skipBad: false });
}

describe.skipIf(!hasRedis)('a cluster', () => {
  it('gives the numbers of one machine, to the bit', async () => {
    const files = [sampleFile('a.jsonl', 5000, 1), sampleFile('b.jsonl', 3000, 2)];
    const expected = await locally(files);
    const all = await Promise.all([startWorker(), startWorker()]);
    const progress: number[] = [];
    const result = await submitSamples(files, {
      ...options,
      redis: url,
      perPrompt: true,
      partBytes: 30_000,
      onProgress: (done) => progress.push(done),
    });
    expect(result.groups).toEqual(expected.groups);
    expect(result.files.map(({ samples, length, failed }) => [samples, length, failed])).toEqual([
      [5000, 5000, undefined],
      [3000, 3000, undefined],
    ]);
    for (const { done } of all) expect(done.length).toBeGreaterThan(3);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('the command prints with --redis what it prints without, for any format of file', async () => {
    await startWorker();
    const files = [sampleFile('c.jsonl', 2000, 5)];
    const args = [...files, '--score', 'gold', '--format', 'csv'];
    const run = (...more: string[]) =>
      spawnSync(process.execPath, ['dist/cli.js', 'samples', ...args, ...more], { encoding: 'utf8' });
    expect(run('--redis', url).stdout).toBe(run().stdout);
    const parquet = spawnSync(
      process.execPath,
      ['dist/cli.js', 'samples', 'test/fixtures/big-ids.duckdb.parquet', '--redis', url],
      { encoding: 'utf8' }
    );
    expect(parquet.stdout).toMatch(/2,050 prompts of 4 samples, 8,200 samples in all/);
  });

  it('a worker killed in the middle of a job, and Redis restarted: nothing lost, nothing doubled', async () => {
    const files = [sampleFile('d.jsonl', 80_000, 7)];
    const expected = await locally(files);
    const all = await Promise.all([startWorker(), startWorker(), startWorker()]);
    const running = submitSamples(files, { ...options, redis: url, perPrompt: true, partBytes: 60_000 });
    const [victim, ...others] = all;
    await until(() => victim.done.length >= 3);
    await stopInsideOfJob(victim.child);
    victim.child.kill('SIGKILL');
    const before = others.map(({ done }) => done.length);
    await until(() => others.every(({ done }, i) => done.length > before[i]));
    redis.kill('SIGTERM');
    await once(redis, 'exit');
    await new Promise((resolve) => setTimeout(resolve, 500));
    redis = await startRedis(port, folder);
    const { groups, files: read } = await running;
    expect(groups).toEqual(expected.groups);
    expect(read).toMatchObject([{ samples: 80_000, length: 80_000, skipped: 0 }]);
    expect(victim.done.length).toBeGreaterThan(0);
    expect(others.flatMap(({ done }) => done).filter((what) => what.startsWith('merge')).length).toBe(1);
  });

  it('a worker that was only stopped finishes a job that another took over: it counts once', async () => {
    const files = [sampleFile('e.jsonl', 40_000, 11)];
    const expected = await locally(files);
    const [sleeper, other] = await Promise.all([startWorker(), startWorker()]);
    const running = submitSamples(files, { ...options, redis: url, perPrompt: true, partBytes: 50_000 });
    await until(() => sleeper.done.length >= 2);
    sleeper.child.kill('SIGSTOP');
    // the lock lasts a second, so the other worker has taken over the job by now
    await new Promise((resolve) => setTimeout(resolve, 3000));
    sleeper.child.kill('SIGCONT');
    const { groups, files: read } = await running;
    expect(groups).toEqual(expected.groups);
    expect(read).toMatchObject([{ samples: 40_000 }]);
    expect(other.done.length).toBeGreaterThan(2);
  });

  it('a poison file fails alone and is named', async () => {
    await startWorker();
    const good = [sampleFile('f.jsonl', 2000, 13), sampleFile('h.jsonl', 1000, 17)];
    const bad = sampleFile('g.jsonl', 1000, 19);
    appendFileSync(bad, '{"input":"q1","output":"","reward":null,"gold":0}\n');
    const { groups, files } = await submitSamples([good[0], bad, good[1]], {
      ...options,
      redis: url,
      perPrompt: true,
      partBytes: 40_000,
    });
    expect(groups).toEqual((await locally(good)).groups);
    expect(files.map(({ file, samples, failed }) => [file, samples, failed])).toEqual([
      [good[0], 2000, undefined],
      [bad, 0, `${bad}:1001: reward is null, expected a finite number, true or false`],
      [good[1], 1000, undefined],
    ]);
    const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/cli.js', 'samples', ...good, bad, '--redis', url], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain(`${bad} does not count: ${bad}:1001: reward is null`);
    expect(stdout).toMatch(/3,000 samples in all/);
  });

  it('a job that kills every worker that takes it fails, and its file is named', async () => {
    const killer = join(folder, 'kill.mjs');
    writeFileSync(
      killer,
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       const open = fs.createReadStream;
       fs.createReadStream = (path, ...rest) => {
         if (String(path).includes('killer')) process.kill(process.pid, 'SIGKILL');
         return open(path, ...rest);
       };
       syncBuiltinESMExports();`
    );
    const [good, bad] = [sampleFile('l.jsonl', 500, 37), sampleFile('killer.jsonl', 500, 41)];
    let finished = false;
    const running = submitSamples([good, bad], { ...options, redis: url, perPrompt: true }).finally(() => {
      finished = true;
    });
    let deaths = 0;
    const replace = async () => {
      while (!finished) {
        const { child } = await startWorker({ import: killer });
        await Promise.race([once(child, 'exit'), running.catch(() => {})]);
        if (child.signalCode === 'SIGKILL') deaths++;
      }
    };
    const [{ groups, files }] = await Promise.all([running, replace()]);
    expect(deaths).toBe(4);
    expect(groups).toEqual((await locally([good])).groups);
    expect(files.map(({ samples, failed }) => [samples, failed])).toEqual([
      [500, undefined],
      [0, expect.stringMatching(/job stalled more than allowable limit/)],
    ]);
  });

  it('a file that comes late is tried again; one that differs from the submitted is refused', async () => {
    const file = sampleFile('i.jsonl', 500, 23);
    const expected = await locally([file]);
    renameSync(file, `${file}.away`);
    setTimeout(() => renameSync(`${file}.away`, file), 1200);
    // submitted from a machine that sees the file, where it has another name
    const seen = `${file}.away`;
    const { parts } = await partsOf([seen], 'jsonl');
    const { runParts } = await import('../../src/queue/submit');
    const columns = inferColumns({ input: '', output: '', reward: 0, gold: 0 }, options);
    const version = versionOf(statSync(seen));
    const moved = parts.map((part) => ({ ...part, file }));
    await startWorker();
    const late = runParts(moved, columns, { ...options, redis: url, skipBad: false, perPrompt: true }, async (part) => ({
      ...part,
      version,
      name: file,
    }));
    expect((await late).groups).toEqual(expected.groups);
    const changed = runParts(
      moved,
      columns,
      { ...options, redis: url, skipBad: false, perPrompt: false, attempts: 1 },
      async (part) => ({ ...part, version: { ...version, size: 1 }, name: file })
    );
    expect((await changed).files[0].failed).toMatch(/i\.jsonl is not the file that was submitted: it had 1 bytes and has \d+; .*rsync -t/);
  });

  it('leaves nothing behind in Redis, neither when done nor when interrupted', async () => {
    const queue = new Queue('best-of-n', { connection: { url, maxRetriesPerRequest: null } });
    const interrupted = new AbortController();
    const none = submitSamples([sampleFile('j.jsonl', 500, 29)], { ...options, redis: url, signal: interrupted.signal });
    setTimeout(() => interrupted.abort(new Error('changed my mind')), 400);
    await expect(none).rejects.toThrow('changed my mind');
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, completed: 0, failed: 0, 'waiting-children': 0 });
    await queue.close();
  });

  it('SIGTERM finishes the job under way', async () => {
    const { child, done } = await startWorker();
    const worker = await createWorker({ redis: url, threads: 1 });
    const running = submitSamples([sampleFile('k.jsonl', 20_000, 31)], { ...options, redis: url, partBytes: 50_000 });
    await until(() => done.length >= 2);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await running).files[0].samples).toBe(20_000);
    await worker.close();
  });
});

describe('what travels through Redis', () => {
  it('arrives with every bit', () => {
    const value = {
      a: Float64Array.of(0.1, -0, NaN, Infinity, 5e-324),
      b: Uint32Array.of(1, 2 ** 32 - 1),
      c: [1 / 3, -Infinity, null, 'é'],
      d: { e: Number.NaN },
    };
    expect(decode(encode(value))).toEqual(value);
  });
});
