// `best-of-n weights`: a record for each sample, with weights that are worked out by hand from the definition.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runIn } from '../helpers/command';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
const weights = (...args: string[]) => runIn(folder, ['weights', ...args]);

// prompts whose samples do not stand together, and one that has a single sample
const ROWS: [string, number, number][] = [
  ['a', 0, 1],
  ['b', 1, 1],
  ['a', 1, 2],
  ['a', 3, 0.5],
  ['b', 2, 1],
  ['b', 2, 1],
  ['c', 5, 1],
];
write('runs.csv', ['task_id,reward,ratio', ...ROWS.map((row) => row.join(','))]);
write(
  'runs.jsonl',
  ROWS.map(([task_id, reward, ratio], i) =>
    JSON.stringify({ task_id, id: `s${i}`, reward, ratio, log_ratio: Math.log(ratio), part: i < 3 ? 'x' : 'y' })
  )
);

interface Record {
  prompt: string;
  sample: number | string;
  reward: number;
  weight: number | null;
}

const records = (...args: string[]): Record[] => JSON.parse(weights(...args, '-f', 'json').stdout);
const weightsIn = (found: readonly Record[], of: string) =>
  found.filter(({ prompt }) => prompt === of).map(({ weight }) => weight);

function expectClose(found: readonly (number | null)[], expected: readonly number[]) {
  expect(found).toHaveLength(expected.length);
  expected.forEach((x, i) => {
    expect(found[i]).toBeCloseTo(x, 14);
  });
}

it.each(['runs.csv', 'runs.jsonl'])('%s: records in the order of the file, with the weights of their prompts', (file) => {
  const found = records(file, '-p', 'task_id', '-r', 'reward', '-k', '2');
  expect(found.map(({ prompt, sample, reward }) => [prompt, sample, reward])).toEqual([
    ['a', 0, 0],
    ['b', 0, 1],
    ['a', 1, 1],
    ['a', 2, 3],
    ['b', 1, 2],
    ['b', 2, 2],
    ['c', 0, 5],
  ]);
  // the pairs of 0, 1, 3 have maxima 1, 3, 3, and those of 1, 2, 2 have 2
  expectClose(weightsIn(found, 'a'), [4 / 3, 4 / 3, 2]);
  expectClose(weightsIn(found, 'b'), [4 / 3, 4 / 3, 4 / 3]);
});

it('a prompt with too few samples keeps its records, without weights, and is named', () => {
  const { status, stdout, stderr } = weights('runs.csv', '-k', '2');
  expect(status).toBe(0);
  expect(stdout.trim().split('\n').at(-1)).toBe('c,0,5,');
  expect(stderr).toContain('1 of 3 prompts has fewer than 2 samples, and its weights are left empty: c');
  expect(weightsIn(records('runs.csv', '-k', '2'), 'c')).toEqual([null]);
});

it('where no prompt has enough samples that is an error, and nothing is written', () => {
  const { status, stdout, stderr } = weights('runs.csv', '-k', '3', '--baseline', 'leave-one-out');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('no prompt has 4 samples');
});

it('subtracts the baseline', () => {
  // without a sample of 0, 1, 3, the pair of the others has the maximum 3, 3 and 1
  expectClose(weightsIn(records('runs.csv', '-k', '2', '--baseline', 'leave-one-out'), 'a'), [-5 / 3, -5 / 3, 1]);
  // what a sample adds to each other one: 0; 1 to 0; 3 to 0 and 2 to 1
  const others = records('runs.csv', '-k', '2', '--baseline', 'leave-one-out-of-k-minus-one');
  expectClose(weightsIn(others, 'a'), [0, 1 / 3, 5 / 3]);
});

it.each([
  ['--ratio', 'ratio'],
  ['--log-ratio', 'log_ratio'],
])('%s: the weights and the mean under a new policy', (option, column) => {
  const args = ['runs.jsonl', '-p', 'task_id', '-r', 'reward', '-k', '2', option, column];
  // products of maxima and ratios over the pairs of a: 1 * 2, 3 * 0.5, 3 * 1
  expectClose(weightsIn(records(...args), 'a'), [3.5 / 3, 5 / 3, 4.5 / 3]);
  // the means of a and b are 6.5/3 and 2
  const { stderr } = weights(...args);
  expect(stderr).toContain('the mean of the best of 2 under the new policy is 2.083 ± 0.083, over 2 prompts');
});

it('samples have the ids of their column, and groups their own weights', () => {
  const found = records('runs.jsonl', '-p', 'task_id', '-r', 'reward', '-k', '1', '--sample-id', 'id', '--group', 'part');
  expect(found.map(({ sample }) => sample)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
  // with k = 1 a weight is the reward by the number of samples of the group's prompt
  expect(found.map(({ weight }) => weight)).toEqual([0, 1, 0.5, 3, 1, 1, 5]);
  expect(found[0]).toMatchObject({ part: 'x' });
});

it('of two records of one sample the later one has a weight', () => {
  write('twice.jsonl', ['{"q":"a","id":1,"reward":1}', '{"q":"a","id":2,"reward":2}', '{"q":"a","id":1,"reward":4}']);
  const found = records('twice.jsonl', '-p', 'q', '-r', 'reward', '-k', '1', '--sample-id', 'id', '--last');
  expect(found.map(({ sample, weight }) => [sample, weight])).toEqual([
    ['2', 1],
    ['1', 2],
  ]);
});

it('the name of the output tells its format', () => {
  for (const [name, first] of [
    ['w.csv', 'prompt,sample,reward,weight'],
    ['w.jsonl', '{"prompt":"a","sample":0,"reward":0,"weight":0}'],
    ['w.json', '['],
  ]) {
    expect(weights('runs.csv', '-k', '1', '-o', name).status).toBe(0);
    expect(readFileSync(join(folder, name), 'utf8').split('\n')[0]).toBe(first);
  }
});

it.each([
  [['runs.csv', '-k', '2', '-o', 'w.txt'], 'the ending .txt tells no format'],
  [['runs.csv'], "required option '-k, --k <number>' not specified"],
  [['runs.csv', '-k', '1', '--baseline', 'leave-one-out-of-k-minus-one'], 'needs at least 2'],
  [['runs.csv', '-k', '2', '-r', 'reward,ratio'], 'weights are of one reward'],
  [['runs.csv', '-k', '2', '--ratio', 'ratio', '--baseline', 'leave-one-out'], 'cannot be used with'],
])('%j is incorrect usage', (args, message) => {
  const { status, stderr } = weights(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

it('a ratio that is none is an error that names the prompt', () => {
  write('bad.csv', ['task_id,reward,ratio', 'a,1,1', 'a,2,-1']);
  const { status, stderr } = weights('bad.csv', '-k', '1', '--ratio', 'ratio');
  expect(status).toBe(1);
  expect(stderr).toContain('ratio of prompt a is -1, expected a ratio of probabilities, finite and not negative');
});
