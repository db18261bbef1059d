// Signals at any moment of a run: it ends at once, by the signal, and leaves every file whole.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bin } from '../helpers/command';
import { ENDINGS, InterruptedRuns } from '../helpers/interrupted-run.mjs';
import { lcg } from '../helpers/recipes';
import { passedLines } from '../helpers/samples-file';

let folder: string;
/** A folder with so few prompts that resamples are drawn, which takes as long as one likes. */
let fewPrompts: string;
let runs: InterruptedRuns;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-signals-'));
  writeFileSync(join(folder, 'in.jsonl'), passedLines(2000));
  fewPrompts = mkdtempSync(join(tmpdir(), 'best-of-n-signals-few-'));
  writeFileSync(join(fewPrompts, 'in.jsonl'), passedLines(900));
  runs = new InterruptedRuns(folder);
  await runs.finish();
}, 60_000);
afterAll(() => {
  for (const path of [folder, fewPrompts]) rmSync(path, { recursive: true });
});

it('at random moments', async () => {
  for (const [i, random] of lcg(Number(process.env.SEED ?? 1), 6).entries()) {
    const signal = ENDINGS[i % ENDINGS.length];
    const { code, by, after, states, extra } = await runs.interrupt(signal, (random / 2 ** 32) * runs.milliseconds);
    expect(extra).toEqual([]);
    expect(states).not.toContain('torn');
    // it may have been done already
    if (code !== 0) {
      expect(by).toBe(signal);
      expect(after).toBeLessThan(3000);
    }
  }
});

it('while a file is written, which is then as it was before', async () => {
  let caught = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { by, states, extra } = await runs.interrupt(signal, Number.NaN);
    expect(extra).toEqual([]);
    expect(states).not.toContain('torn');
    if (by === signal && states.includes('old')) caught++;
  }
  expect(caught).toBeGreaterThan(0);
});

it.each(['SIGINT', 'SIGTERM'] as const)('%s while it computes and cannot listen', async (signal) => {
  const child = spawn(
    process.execPath,
    [bin, 'samples', 'in.jsonl', '-n', '1,2,3', '--interval', 'bootstrap', '--resamples', '1000000'],
    {
      cwd: fewPrompts,
      stdio: ['ignore', 'ignore', 'pipe'],
    }
  );
  await once(child.stderr, 'data');
  await new Promise((resolve) => setTimeout(resolve, 700));
  const began = performance.now();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);
  expect(performance.now() - began).toBeLessThan(3000);
});

it('while nobody reads what it writes', async () => {
  const child = spawn(
    'bash',
    ['-c', `exec ${process.execPath} ${bin} samples in.jsonl -n 1 --group task_id -f json | sleep 60`],
    {
      cwd: folder,
      stdio: 'ignore',
      detached: true,
    }
  );
  await new Promise((resolve) => setTimeout(resolve, 2 * runs.milliseconds));
  process.kill(-(child.pid as number), 'SIGINT');
  const began = performance.now();
  await once(child, 'exit');
  expect(performance.now() - began).toBeLessThan(3000);
});
