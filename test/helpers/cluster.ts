// A cluster for tests: a Redis, workers in processes of their own, and sample files.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { inThisThread } from '../../src/sample-files/executor';
import { type Estimated, openFiles, runFiles } from '../../src/sample-files/run-files';
import { freePort, hasRedis, startRedis } from './redis.mjs';

export interface StartedWorker {
  child: ChildProcess;
  /** The jobs that it says it has done. */
  done: string[];
  said(): string;
}

/** What a run of the tests is asked for. */
export const options = {
  score: ['gold'],
  ns: [1, 2, 8, 64],
  confidence: 0.9,
  interval: 'bootstrap' as const,
  seed: 3,
  resamples: 200,
};

export class TestCluster {
  folder = '';
  port = 0;
  redis: ChildProcess | undefined;
  readonly #workers = new Set<ChildProcess>();

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts and ends with the tests of the file that calls it. */
  constructor() {
    beforeAll(async () => {
      this.folder = mkdtempSync(join(tmpdir(), 'best-of-n-queue-'));
      if (!hasRedis) return;
      this.port = await freePort();
      this.redis = await startRedis(this.port, this.folder);
    });
    afterAll(() => {
      this.redis?.kill('SIGKILL');
      rmSync(this.folder, { recursive: true });
    });
    afterEach(() => {
      for (const worker of this.#workers) worker.kill('SIGKILL');
      this.#workers.clear();
    });
  }

  /** Starts `best-of-n worker`, which does one job at a time; `preload` is a module that it and its processes load first. */
  async startWorker({
    preload,
    args = [],
    redis = this.url,
  }: {
    preload?: string;
    args?: string[];
    redis?: string;
  } = {}): Promise<StartedWorker> {
    const before = preload ? ['--import', preload] : [];
    const fixed = ['--redis', redis, '--root', this.folder, 'test/fixtures', '--threads', '1', '--lock', '1', '--verbose'];
    const child = spawn(process.execPath, [...before, 'dist/cli.js', 'worker', ...fixed, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#workers.add(child);
    const done: string[] = [];
    let text = '';
    child.stderr?.on('data', (piece) => {
      text += piece;
      done.splice(0, done.length, ...[...text.matchAll(/^done: (.*)$/gm)].map(([, what]) => what));
    });
    while (!text.includes('waiting for jobs')) await once(child.stderr as NodeJS.ReadableStream, 'data');
    return { child, done, said: () => text };
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  sampleFile(name: string, rows: number, seed: number): string {
    const line = (i: number) =>
      `${JSON.stringify({ input: `q${(i * i + seed) % 311}`, output: 'x'.repeat(i % 200), reward: Math.sin(i + seed), gold: i % 2 })}\n`;
    return this.write(name, Array.from({ length: rows }, (_, i) => line(i)).join(''));
  }

  /** A module that runs `body` when a process opens a file through `open` of `node:fs/promises`; `path` is its path. */
  onRead(name: string, body: string): string {
    return this.write(
      name,
      `import files from 'node:fs/promises';
       import { syncBuiltinESMExports } from 'node:module';
       const open = files.open;
       files.open = (path, ...rest) => { ${body} return open(path, ...rest); };
       syncBuiltinESMExports();`
    );
  }
}

/** The result of this process alone for the same files. */
export async function locally(files: string[]): Promise<Estimated> {
  return runFiles(await openFiles(files, options), inThisThread(), { ...options, skipBad: false, perPrompt: true });
}

export const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};
