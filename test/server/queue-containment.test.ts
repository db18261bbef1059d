// What a job can do to a worker: nothing. Jobs that hang, abort or fill the memory are given up by name, and the worker goes on.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { createWorker, submitSamples } from '../../dist/queue.js';
import { MADE_BY } from '../../src/queue/protocol';
import { runParts } from '../../src/queue/submit';
import { openFiles } from '../../src/sample-files/run-files';
import { locally, options, TestCluster, until } from '../helpers/cluster';
import { hasRedis } from '../helpers/redis.mjs';

const cluster = new TestCluster();

const HANGING = `
  if (String(path).includes('hangs')) for (;;);
  if (String(path).includes('aborts')) process.abort();`;

/** Whether a process is there; one that has ended and was not waited for counts as gone. */
const lives = (pid: number) =>
  spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .replace(/^Z.*/, '') !== '';

describe.skipIf(!hasRedis)('a job that', () => {
  it('hangs or aborts is given up after four tries and named, and the worker goes on', async () => {
    const preload = cluster.onRead('hangs.mjs', HANGING);
    const worker = await cluster.startWorker({ preload, args: ['--job-time-limit', '2', '--threads', '3'] });
    const files = ['good.jsonl', 'hangs.jsonl', 'aborts.jsonl'].map((name, i) => cluster.sampleFile(name, 300, i));
    const result = await submitSamples(files, { ...options, redis: cluster.url, perPrompt: true });
    expect(result.groups).toEqual((await locally(files.slice(0, 1))).groups);
    expect(result.files.map(({ file, samples, failed }) => [file, samples, failed])).toEqual([
      [files[0], 300, undefined],
      [files[1], 0, 'the job took longer than its time limit of 2 s; given up after 4 tries'],
      [files[2], 0, 'the job ended its process by SIGABRT; given up after 4 tries'],
    ]);
    for (const file of files.slice(1)) expect(worker.said().split(`${file} 0 to`).length).toBe(5);
    const again = await submitSamples(files.slice(0, 1), { ...options, redis: cluster.url });
    expect(again.files).toMatchObject([{ samples: 300 }]);
  });

  it('hangs does not keep a worker from ending: it is given back, and its process ends with a worker that is killed', async () => {
    const preload = cluster.onRead('hangs.mjs', HANGING);
    const interrupted = new AbortController();
    const file = cluster.sampleFile('hangs-too.jsonl', 300, 7);
    const running = submitSamples([file], { ...options, redis: cluster.url, signal: interrupted.signal }).catch(() => {});
    const processesOf = (pid?: number) =>
      spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
        .stdout.trim()
        .split(/\s+/)
        .filter(Boolean)
        .map(Number);
    const queue = new Queue('best-of-n', { connection: { url: cluster.url } });
    const active = async () => (await queue.getActiveCount()) === 1;

    const first = await cluster.startWorker({ preload, args: ['--grace', '1'] });
    while (!(await active())) await new Promise((resolve) => setTimeout(resolve, 20));
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    expect([await queue.getActiveCount(), await queue.getWaitingCount()]).toEqual([0, 1]);

    const second = await cluster.startWorker({ preload });
    await until(() => processesOf(second.child.pid).length === 1);
    while (!(await active())) await new Promise((resolve) => setTimeout(resolve, 20));
    const [pid] = processesOf(second.child.pid);
    second.child.kill('SIGKILL');
    await until(() => !lives(pid));
    interrupted.abort();
    await running;
    // also the job that the dead worker holds
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, 'waiting-children': 0 });
    await queue.close();
  });

  it('ends its worker itself fails when it has cost four of them', async () => {
    const queue = new Queue('best-of-n', { connection: { url: cluster.url } });
    const file = cluster.sampleFile('killer.jsonl', 300, 41);
    const killer = cluster.write(
      'killer.mjs',
      // only in the worker's own process, when it has a job under way
      `import child from 'node:child_process';
       import { syncBuiltinESMExports } from 'node:module';
       child.fork = () => process.kill(process.pid, 'SIGKILL');
       syncBuiltinESMExports();`
    );
    let finished = false;
    const running = submitSamples([file], { ...options, redis: cluster.url }).finally(() => {
      finished = true;
    });
    let deaths = 0;
    while (!finished && deaths < 4) {
      const { child } = await cluster.startWorker({ preload: killer });
      await Promise.race([once(child, 'exit'), running.catch(() => {})]);
      if (child.signalCode === 'SIGKILL') deaths++;
    }
    const worker = await createWorker({ redis: cluster.url, roots: [cluster.folder], threads: 1, lockSeconds: 1 });
    expect((await running).files).toMatchObject([{ failed: 'given up after 4 tries: each ended its worker' }]);
    await worker.close();
    await queue.close();
  });
});

describe.skipIf(!hasRedis)('a worker refuses', () => {
  /** Why a worker does not read a file; without a second try, which would take a second. */
  async function refused(file: string, part: object = {}): Promise<string> {
    const { parts, columns } = await openFiles([cluster.sampleFile('shape.jsonl', 10, 1)], options);
    const began = performance.now();
    const run = runParts(
      [parts[0]],
      columns,
      { ...options, redis: cluster.url, skipBad: false, perPrompt: false, attempts: 2 },
      async (part0) => ({
        ...part0,
        version: { size: 1, modified: 0 },
        name: file,
        file,
        ...part,
      })
    );
    const { files } = await run;
    expect(performance.now() - began).toBeGreaterThan(0);
    return files[0].failed ?? '';
  }

  it('files outside of its roots, links that lead there, and what is no regular file, without a word of what is in them', async () => {
    await cluster.startWorker();
    const { folder } = cluster;
    const link = join(folder, 'link.jsonl');
    symlinkSync('/etc/passwd', link);
    const fifo = join(folder, 'fifo.jsonl');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    const outside = /^(.*) lies outside of the folders that this worker reads, /;
    for (const file of ['/etc/passwd', `${folder}/../../etc/passwd`, link, '/etc/no-such-file', `${folder}-beside/x.jsonl`]) {
      const message = await refused(file);
      expect(outside.exec(message)?.[1]).toBe(file);
      expect(message).not.toMatch(/root:|ENOENT/);
    }
    expect(await refused(fifo)).toBe(`${fifo} is no regular file`);
    expect(await refused(folder)).toBe(`${folder} is no regular file`);
    expect(await refused('passwd')).toBe('passwd is no absolute path');
  });

  it('a file that was replaced by one of the same size', async () => {
    const file = cluster.write('same.jsonl', '{"input":"a","output":"","reward":1,"gold":0}\n');
    const running = submitSamples([file], { ...options, ns: [1], redis: cluster.url, attempts: 1 });
    // the submitter has seen it when the job is there
    const queue = new Queue('best-of-n', { connection: { url: cluster.url } });
    while ((await queue.getWaitingCount()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(file, '{"input":"a","output":"","reward":2,"gold":0}\n');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    await cluster.startWorker();
    const { files, groups } = await running;
    expect(groups).toEqual([]);
    expect(files[0].failed).toMatch(
      /same\.jsonl is not the file that was submitted: it was last changed at .* and is now of .*cp -p, rsync -t/
    );
    await queue.close();
  });

  it('a run of another version, which then fails and names both', async () => {
    await cluster.startWorker();
    const queue = new Queue('best-of-n', { connection: { url: cluster.url } });
    const running = submitSamples([cluster.sampleFile('version.jsonl', 10, 1)], { ...options, redis: cluster.url });
    const settled = running.catch((error) => error);
    await queue.close();
    expect((await settled).files).toMatchObject([{ samples: 10 }]);
    const other = new Queue('best-of-n', { connection: { url: cluster.url } });
    for (const data of [{ madeBy: 'best-of-n 9.9.9, protocol 99' }, {}, null]) {
      const job = await other.add('merge', data, { attempts: 5, backoff: 1000 });
      let failed: string | undefined;
      while (!failed) failed = (await other.getJob(job.id as string))?.failedReason;
      expect(failed).toContain(data?.madeBy ?? 'a version that does not say which it is');
      expect(failed).toContain(MADE_BY);
      await job.remove();
    }
    await other.close();
  });
});
