// `--cluster` and `--interval`: clusters are read with the prompts, from every format and every part, and contradictions are told with their place.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { runIn, unwrapped } from '../helpers/command';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-clusters-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
const run = (...args: string[]) => runIn(folder, ['samples', ...args]);

const PASSAGES: [string, string, number][] = [
  ['q0', 'A', 1],
  ['q1', 'A', 1],
  ['q2', 'A', 1],
  ['q3', 'B', 0],
  ['q4', 'B', 0],
  ['q5', 'C', 1],
];
const jsonl = ([prompt, passage, reward]: readonly [string, string, number]) => JSON.stringify({ prompt, passage, reward });

write('passages.jsonl', PASSAGES.map(jsonl));
write('passages.csv', ['prompt,passage,reward', ...PASSAGES.map((row) => row.join(','))]);

it.each(['passages.jsonl', 'passages.csv'])('%s has the error of its passages', (file) => {
  const { status, stdout } = run(file, '--cluster', 'passage', '-n', '1', '-f', 'json');
  expect(status).toBe(0);
  const { expectedReward } = JSON.parse(stdout).curves[0].rows[0];
  // residuals of 1/3 and -2/3, summed within passages: 1, -4/3 and 1/3
  expect(expectedReward.standardError).toBeCloseTo(Math.sqrt(1 + 16 / 9 + 1 / 9) / 6, 14);
  expect(expectedReward).toMatchObject({ prompts: 6, clusters: 3, intervalMethod: 'agresti-coull' });
});

it('the table says of how many clusters its errors are, and why there is no interval', () => {
  expect(unwrapped(run('passages.jsonl', '--cluster', 'passage', '-n', '1').stdout)).toContain(
    'Standard errors and intervals are those of 3 clusters.'
  );
  write(
    'equal.jsonl',
    ['a', 'b', 'c'].map((prompt) => jsonl([prompt, 'A', 7]))
  );
  expect(run('equal.jsonl', '-n', '1').stdout).toContain('There is no interval: all estimates are equal');
});

it('--interval chooses the method', () => {
  const methods = ['auto', 't', 'wilson', 'bootstrap'].map((method) => {
    const { stdout } = run('passages.jsonl', '--interval', method, '-n', '1', '-f', 'json');
    return JSON.parse(stdout).curves[0].rows[0].expectedReward.intervalMethod;
  });
  expect(methods).toEqual(['clopper-pearson', 't', 'wilson', 'bootstrap']);
});

it('a prompt of two clusters is an error with its file and line, and --skip-bad leaves the record out', () => {
  write('two.jsonl', [...PASSAGES, ['q0', 'B', 1] as const].map(jsonl));
  const { status, stderr } = run('two.jsonl', '--cluster', 'passage');
  expect(status).toBe(1);
  expect(stderr).toContain(
    'two.jsonl:7: passage is "B", and another sample of the prompt "q0" has "A"; a prompt has one cluster'
  );
  const skipped = run('two.jsonl', '--cluster', 'passage', '--skip-bad', '-n', '1', '-f', 'json');
  expect(JSON.parse(skipped.stdout).curves[0]).toMatchObject({ total: 6, prompts: 6 });
});

it.each([
  [['--cluster', 'nothing'], /no column nothing|nothing/],
  [['--cluster', 'reward', '--score', 'x'], /x/],
  [['--interval', 'exact'], /Allowed choices are auto, t, wilson, bootstrap/],
])('%j is an error', (args, message) => {
  const { status, stderr } = run('passages.jsonl', ...args);
  expect(status).toBeGreaterThan(0);
  expect(stderr).toMatch(message);
});

it('a file with a single cluster is an error', () => {
  write('one.jsonl', PASSAGES.slice(0, 3).map(jsonl));
  const { status, stderr } = run('one.jsonl', '--cluster', 'passage');
  expect(status).toBe(1);
  expect(stderr).toContain('all prompts are of the cluster "A": an error over clusters needs at least two of them');
});

it('parts of a file give the same as the whole, and a prompt whose clusters differ between them is an error', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => [`q${i % 40}`, `p${i % 8}`, (i * 7) % 5] as [string, string, number]);
  write('long.jsonl', rows.map(jsonl));
  write('differs.jsonl', [...rows, ['q1', 'p2', 1] as [string, string, number]].map(jsonl));
  const settings = { skipBad: false, ns: [1, 2], confidence: 0.95, seed: 1, resamples: 10 };
  const resultOf = async (file: string, partBytes?: number) => {
    const files = await openFiles(
      [join(folder, file)],
      { cluster: 'passage', prompt: ['prompt'], reward: 'reward' },
      { partBytes }
    );
    return (await runFiles(files, inThisThread(), settings)).groups[0].result;
  };
  const whole = await resultOf('long.jsonl');
  expect(whole.rows[0].expectedReward.clusters).toBe(8);
  expect(await resultOf('long.jsonl', 1000)).toEqual(whole);
  await expect(resultOf('differs.jsonl', 1000)).rejects.toThrow(
    /differs\.jsonl:401: passage is "p2", and another sample of .* "q1" has "p1"/
  );
  // two files of one run
  write('more.jsonl', [jsonl(['q1', 'p2', 1])]);
  expect(run('long.jsonl', 'more.jsonl', '--pool', '--cluster', 'passage').stderr).toMatch(
    /more\.jsonl: the cluster is "p2", and another sample of the prompt "q1" has "p1"; a prompt has one cluster/
  );
});
