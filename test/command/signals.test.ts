// Signals at any moment of a run: it ends at once, by the signal, and leaves every file whole.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bin, runIn } from '../helpers/command';
import { lcg } from '../helpers/recipes';
import { passedLines } from '../helpers/samples-file';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2'] as const;
const OUTPUTS = { '--per-prompt': 'each.csv', '--report': 'page.html', '--plot': 'curves.svg', '-o': 'curves.csv' };
const names = Object.values(OUTPUTS);
const run = ['samples', 'in.jsonl', '-n', '1,2,3', ...Object.entries(OUTPUTS).flat()];

let folder: string;
let whole: Map<string, string>;
let milliseconds: number;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-signals-'));
  writeFileSync(join(folder, 'in.jsonl'), passedLines(2000));
  const began = performance.now();
  expect(runIn(folder, run).status).toBe(0);
  milliseconds = performance.now() - began;
  whole = new Map(names.map((name) => [name, textOf(name)]));
});
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Starts the command over old files, sends the signal when told to, and looks at what is left; how it ended, and how fast. */
async function interrupted(signal: NodeJS.Signals, when: (send: () => void) => () => void) {
  for (const name of names) writeFileSync(join(folder, name), `old ${name}`);
  const child = spawn(process.execPath, [bin, ...run], { cwd: folder, stdio: 'ignore' });
  let sent = Number.NaN;
  const stop = when(() => {
    sent = performance.now();
    child.kill(signal);
  });
  const [code, by] = await once(child, 'exit');
  stop();
  expect(readdirSync(folder).sort()).toEqual([...names, 'in.jsonl'].sort());
  const states = names.map((name) =>
    textOf(name) === whole.get(name) ? 'new' : textOf(name) === `old ${name}` ? 'old' : 'torn'
  );
  expect(states).not.toContain('torn');
  return { code, by, after: performance.now() - sent, states };
}

it('at random moments', async () => {
  for (const [i, moment] of lcg(Number(process.env.SEED ?? 1), 8).entries()) {
    const signal = ENDINGS[i % ENDINGS.length];
    const { code, by, after } = await interrupted(signal, (send) => {
      const timer = setTimeout(send, (moment / 2 ** 32) * milliseconds);
      return () => clearTimeout(timer);
    });
    // it may have been done already
    expect([null, 0]).toContain(code);
    if (code === null) {
      expect(by).toBe(signal);
      expect(after).toBeLessThan(3000);
    }
  }
});

it('while a file is written, which is then as it was before', async () => {
  let caught = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { by, states } = await interrupted(signal, (send) => {
      const watcher = watch(folder, (_, name) => {
        if (name?.endsWith('.tmp')) send();
      });
      return () => watcher.close();
    });
    if (by === signal && states.includes('old')) caught++;
  }
  expect(caught).toBeGreaterThan(0);
});

it.each(['SIGINT', 'SIGTERM'] as const)('%s while it computes and cannot listen', async (signal) => {
  const child = spawn(process.execPath, [bin, 'samples', 'in.jsonl', '-n', '1,2,3', '--resamples', '1000000'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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
  await new Promise((resolve) => setTimeout(resolve, 2 * milliseconds));
  process.kill(-(child.pid as number), 'SIGINT');
  const began = performance.now();
  await once(child, 'exit');
  expect(performance.now() - began).toBeLessThan(3000);
});
