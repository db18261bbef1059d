// `best-of-n compare` as it is used: two files, runs inside of one, two rewards; and what it says of runs that do not match.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Comparison, compare, Samples } from '../../src/index';
import { runIn, unwrapped } from '../helpers/command';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runIn(folder, ['compare', ...args]);
const write = (name: string, rows: readonly object[]) =>
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

interface Json {
  by: string;
  comparisons: (Comparison & { first: string; second: string; filter?: string })[];
  alone: string[];
}

function compared(...args: string[]): Json {
  const { stdout, stderr, status } = run(...args, '-f', 'json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

const EAST = { t1: [1, 0, 1, 1], t2: [0, 0, 1, 0], t3: [1, 1, 1, 0], t4: [0, 0, 1, 0], t5: [1, 1, 1, 1] };
const WEST = { t1: [0, 0, 1, 0], t2: [0, 0, 0, 1], t3: [1, 1, 0, 1], t4: [0, 1, 1, 0], t5: [0, 0, 1, 0] };

const rowsOf = (prompts: Record<string, number[]>, more: object = {}) =>
  Object.entries(prompts).flatMap(([task_id, rewards]) => rewards.map((x) => ({ task_id, passed: x === 1, ...more })));
const samplesOf = (prompts: Record<string, number[]>) =>
  Object.entries(prompts).map(([id, rewards]) => [id, Samples.from({ rewards })] as const);

describe('best-of-n compare', () => {
  it('compares two files as the library does', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    const { by, comparisons } = compared('east.jsonl', 'west.jsonl', '-n', '1,2');
    expect(by).toBe('file');
    const [{ first, second, ...found }] = comparisons;
    expect([first, second]).toEqual(['east.jsonl', 'west.jsonl']);
    expect(found).toEqual(JSON.parse(JSON.stringify(compare(samplesOf(EAST), samplesOf(WEST), { ns: [1, 2] }))));
    // by exact fractions: the differences are 2/4, 0, 0, -1/4, 3/4 at n = 1
    expect(found.rows[0].expectedReward.difference).toBeCloseTo(0.2, 14);
    expect(found.rows[0].expectedReward.standardError).toBeCloseTo(Math.sqrt(27 / 800), 14);
    expect(found.rows[0].expectedReward).toMatchObject({ better: 2, worse: 1, tied: 2 });
  });

  it('says in its first line what was found', () => {
    const tasks = Array.from({ length: 20 }, (_, i) => `t${i}`);
    const runOf = (chance: number) => Object.fromEntries(tasks.map((id, i) => [id, [i % 10 < chance ? 1 : 0]]));
    write('a.jsonl', rowsOf(runOf(3)));
    write('b.jsonl', rowsOf(runOf(8)));
    // 10 of 20 tasks are passed by the second only: p = 2 / 2^10
    expect(unwrapped(run('a.jsonl', 'b.jsonl').stdout)).toMatch(
      /^\nb\.jsonl is better than a\.jsonl at n = 1 by 50 points, 95 % interval 26 to 74, 20 prompts \(p = 0\.002, McNemar's test\)\. 20 prompts in both\./
    );
    expect(run('a.jsonl', 'a.jsonl').status).toBe(1);
    write('c.jsonl', rowsOf(runOf(3)));
    expect(unwrapped(run('a.jsonl', 'c.jsonl').stdout)).toMatch(
      /^\na\.jsonl and c\.jsonl are equal at n = 1, without an interval, since all prompts differ alike, 20 prompts \(p = 1, McNemar's test\)\./
    );
  });

  it('compares the first file with each of the others, and names the prompts that a run lacks', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf({ ...WEST, t6: [1, 1] }));
    write('few.jsonl', rowsOf({ t1: [1, 0], t9: [0, 0] }));
    const { comparisons } = compared('east.jsonl', 'west.jsonl', 'few.jsonl');
    expect(comparisons.map(({ first, second }) => [first, second])).toEqual([
      ['east.jsonl', 'west.jsonl'],
      ['east.jsonl', 'few.jsonl'],
    ]);
    expect(comparisons[0]).toMatchObject({ prompts: 5, onlyFirst: [], onlySecond: ['t6'] });
    expect(comparisons[1]).toMatchObject({ prompts: 1, onlyFirst: ['t2', 't3', 't4', 't5'], onlySecond: ['t9'] });
    const { stdout } = run('east.jsonl', 'few.jsonl', '-n', '1');
    expect(unwrapped(stdout)).toContain(
      '1 prompt in both; 4 prompts only in east.jsonl (t2, t3, t4, t5); 1 prompt only in few.jsonl (t9).'
    );
    expect(unwrapped(stdout)).toContain('without an interval, which a single prompt does not have');
  });

  it('compares runs inside of one file, apart for every filter', () => {
    const runs = ['north', 'south'].flatMap((model) =>
      ['strict', 'loose'].flatMap((filter) => rowsOf(model === 'north' ? EAST : WEST, { model, filter }))
    );
    write('all.jsonl', [...runs, ...rowsOf(EAST, { model: 'north', filter: 'other' })]);
    const { by, comparisons, alone } = compared(
      'all.jsonl',
      '-p',
      'task_id',
      '-r',
      'passed',
      '--run',
      'model',
      '--group',
      'filter'
    );
    expect(by).toBe('model');
    expect(comparisons.map(({ first, second, filter }) => [first, second, filter])).toEqual([
      ['north', 'south', 'strict'],
      ['north', 'south', 'loose'],
    ]);
    expect(alone).toEqual(['other, north']);
    expect(run('all.jsonl', '-p', 'task_id', '-r', 'passed', '--run', 'model', '--group', 'filter').stdout).toContain(
      'Nothing to compare with: other, north.'
    );
  });

  it('says which of two rewards chooses better by a score', () => {
    const golds = [1, 0, 0, 1, 0];
    const rows = golds.flatMap((_, i) =>
      [0, 1, 2].map((j) => ({ prompt: `p${i}`, rm_a: (j * 7 + i) % 3, rm_b: j, gold: j === 2 ? 1 : golds[i] * 0.5 }))
    );
    write('judged.jsonl', rows);
    const { by, comparisons } = compared(
      'judged.jsonl',
      '-p',
      'prompt',
      '-r',
      'rm_a',
      '-r',
      'rm_b',
      '--score',
      'gold',
      '-n',
      '3'
    );
    expect(by).toBe('reward');
    expect([comparisons[0].first, comparisons[0].second]).toEqual(['rm_a', 'rm_b']);
    const samples = (reward: 'rm_a' | 'rm_b') =>
      golds.map((_, i) => {
        const own = rows.filter(({ prompt }) => prompt === `p${i}`);
        return [
          `p${i}`,
          Samples.from({ rewards: own.map((row) => row[reward]), scores: { gold: own.map(({ gold }) => gold) } }),
        ] as const;
      });
    expect(comparisons[0].rows[0].scores).toEqual(
      JSON.parse(JSON.stringify(compare(samples('rm_a'), samples('rm_b'), { ns: [3] }).rows[0].scores))
    );
    const { stdout } = run('judged.jsonl', '-p', 'prompt', '-r', 'rm_a', '-r', 'rm_b', '--score', 'gold', '-n', '3');
    expect(unwrapped(stdout)).toContain('by gold at n = 3');
    // the rewards themselves are in two units
    expect(stdout).not.toContain('rm_a of the best of n');
  });

  it('writes a row for each estimate and n as CSV', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    const { stdout } = run('east.jsonl', 'west.jsonl', '-n', '1,2', '-f', 'csv');
    const [head, ...rows] = stdout.trim().split('\n');
    expect(head).toBe(
      'first,second,estimate,n,firstMean,secondMean,prompts,difference,standardError,pValue,adjustedPValue,test,better,worse,tied,low,high,bandLow,bandHigh'
    );
    expect(rows.map((row) => row.split(',').slice(0, 4).join())).toEqual([
      'east.jsonl,west.jsonl,expectedReward,1',
      'east.jsonl,west.jsonl,expectedReward,2',
      'east.jsonl,west.jsonl,winRate,1',
      'east.jsonl,west.jsonl,winRate,2',
    ]);
  });

  it('says what is missing where there is one run, or no prompt in common', () => {
    write('east.jsonl', rowsOf(EAST));
    write('other.jsonl', rowsOf({ x1: [1, 0], x2: [0, 0] }));
    expect(run('east.jsonl')).toMatchObject({ status: 1, stdout: '' });
    expect(run('east.jsonl').stderr).toContain('there is one run only, so nothing can be compared: give two files, --run COLUMN');
    const { status, stderr } = run('east.jsonl', 'other.jsonl');
    expect(status).toBe(1);
    expect(stderr).toContain('the runs have no prompt in common: east.jsonl has "t1", other.jsonl has "x1"');
  });
});
