// The cluster: real workers, a real Redis, and everything that can die while they work.

import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { Queue } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { createWorker, submitSamples } from '../../dist/queue.js';
import { versionOf } from '../../src/files/file-version';
import { partsOf } from '../../src/files/inputs';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { MISSING_HINT } from '../../src/sample-files/scoring';
import { locally, options, TestCluster, until } from '../helpers/cluster';
import { hasRedis, startRedis } from '../helpers/redis.mjs';

const cluster = new TestCluster();
const startWorker = () => cluster.startWorker();
const sampleFile = (name: string, rows: number, seed: number) => cluster.sampleFile(name, rows, seed);

/** Stops a worker while it is doing a job, which is then one that stays active while the jobs of others end. */
async function stopInsideOfJob(child: ChildProcess): Promise<void> {
  const queue = new Queue('best-of-n', { connection: { url: cluster.url, maxRetriesPerRequest: null } });
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

describe.skipIf(!hasRedis)('a cluster', () => {
  it('gives the numbers of one machine, to the bit', async () => {
    const files = [sampleFile('a.jsonl', 5000, 1), sampleFile('b.jsonl', 3000, 2)];
    const expected = await locally(files);
    const all = await Promise.all([startWorker(), startWorker()]);
    const progress: number[] = [];
    const result = await submitSamples(files, {
      ...options,
      redis: cluster.url,
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
    expect(run('--redis', cluster.url).stdout).toBe(run().stdout);
    const parquet = spawnSync(
      process.execPath,
      ['dist/cli.js', 'samples', 'test/fixtures/big-ids.duckdb.parquet', '--redis', cluster.url],
      { encoding: 'utf8' }
    );
    expect(parquet.stdout).toMatch(/2,050 prompts of 4 samples, 8,200 samples in all/);
  });

  it('a worker killed in the middle of a job, and Redis restarted: nothing lost, nothing doubled', async () => {
    const files = [sampleFile('d.jsonl', 80_000, 7)];
    const expected = await locally(files);
    const all = await Promise.all([startWorker(), startWorker(), startWorker()]);
    const running = submitSamples(files, { ...options, redis: cluster.url, perPrompt: true, partBytes: 60_000 });
    const [victim, ...others] = all;
    await until(() => victim.done.length >= 3);
    await stopInsideOfJob(victim.child);
    victim.child.kill('SIGKILL');
    const before = others.map(({ done }) => done.length);
    await until(() => others.every(({ done }, i) => done.length > before[i]));
    cluster.redis?.kill('SIGTERM');
    await once(cluster.redis as ChildProcess, 'exit');
    await new Promise((resolve) => setTimeout(resolve, 500));
    cluster.redis = await startRedis(cluster.port, cluster.folder);
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
    const running = submitSamples(files, { ...options, redis: cluster.url, perPrompt: true, partBytes: 50_000 });
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
      redis: cluster.url,
      perPrompt: true,
      partBytes: 40_000,
    });
    expect(groups).toEqual((await locally(good)).groups);
    expect(files.map(({ file, samples, failed }) => [file, samples, failed])).toEqual([
      [good[0], 2000, undefined],
      [bad, 0, `${bad}:1001: reward is null, expected a finite number, true or false${MISSING_HINT}`],
      [good[1], 1000, undefined],
    ]);
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['dist/cli.js', 'samples', ...good, bad, '--pool', '--redis', cluster.url],
      {
        encoding: 'utf8',
      }
    );
    expect(status).toBe(1);
    expect(stderr).toContain(`${bad} does not count: ${bad}:1001: reward is null`);
    expect(stdout).toMatch(/3,000 samples in all/);
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
    const { columns } = inferColumns([{ input: '', output: '', reward: 0, gold: 0 }], options);
    const version = versionOf(statSync(seen));
    const moved = parts.map((part) => ({ ...part, file }));
    await startWorker();
    const late = runParts(moved, columns, { ...options, redis: cluster.url, skipBad: false, perPrompt: true }, async (part) => ({
      ...part,
      version,
      name: file,
    }));
    expect((await late).groups).toEqual(expected.groups);
    const changed = runParts(
      moved,
      columns,
      { ...options, redis: cluster.url, skipBad: false, perPrompt: false, attempts: 1 },
      async (part) => ({ ...part, version: { ...version, size: 1 }, name: file })
    );
    expect((await changed).files[0].failed).toMatch(
      /i\.jsonl is not the file that was submitted: it had 1 bytes and has \d+; .*rsync -t/
    );
  });

  it('leaves nothing behind in Redis, neither when done nor when interrupted', async () => {
    const queue = new Queue('best-of-n', { connection: { url: cluster.url, maxRetriesPerRequest: null } });
    const interrupted = new AbortController();
    const none = submitSamples([sampleFile('j.jsonl', 500, 29)], { ...options, redis: cluster.url, signal: interrupted.signal });
    setTimeout(() => interrupted.abort(new Error('changed my mind')), 400);
    await expect(none).rejects.toThrow('changed my mind');
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, completed: 0, failed: 0, 'waiting-children': 0 });
    await queue.close();
  });

  it('SIGTERM finishes the job under way', async () => {
    const { child, done } = await startWorker();
    const worker = await createWorker({ redis: cluster.url, roots: [cluster.folder], threads: 1 });
    const running = submitSamples([sampleFile('k.jsonl', 20_000, 31)], { ...options, redis: cluster.url, partBytes: 50_000 });
    await until(() => done.length >= 2);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await running).files[0].samples).toBe(20_000);
    await worker.close();
  });
});
