// `best-of-n compare` as it is used: two files, runs inside of one, two rewards; and what it says of runs that do not match.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Comparison, compare, minimumDetectableEffect, requiredPrompts, Samples } from '../../src/index';
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
      /^\na\.jsonl and c\.jsonl are equal at n = 1 for each of 20 prompts \(p = 1, McNemar's test\)\./
    );
  });

  it('says which difference the prompts notice, and how many prompts a wanted one takes', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    const { stdout } = run('east.jsonl', 'west.jsonl', '-n', '1', '--difference', '0.1');
    // the variance of the five differences is 27/160
    const spread = { omegaSquared: 27 / 160 };
    const noticed = Number((100 * minimumDetectableEffect({ prompts: 5, ...spread })).toPrecision(2));
    expect(unwrapped(stdout)).toContain(
      `5 prompts as different as these notice a difference of ${noticed} points at n = 1 in 4 of 5 cases; for 10 points it takes ${requiredPrompts({ effect: 0.1, ...spread })} prompts.`
    );
    expect(run('east.jsonl', 'west.jsonl', '--difference', '-1')).toMatchObject({ status: 2 });
  });

  it('says why interval and test disagree', () => {
    // all four are higher by about 1, and 2 of 16 patterns of signs are as extreme
    const prompts = [0, 1, 2, 3];
    write(
      'east.jsonl',
      prompts.map((i) => ({ prompt: `p${i}`, reward: 2 + i / 100 }))
    );
    write(
      'west.jsonl',
      prompts.map((i) => ({ prompt: `p${i}`, reward: 1 + i / 50 }))
    );
    expect(unwrapped(run('east.jsonl', 'west.jsonl', '-n', '1').stdout)).toMatch(
      /No difference between .+ \(p = 0\.13, sign-flip test\); the interval takes the differences to be normal, and the test does not\./
    );
  });

  it('says of which estimate each sentence speaks, and when differences cancel', () => {
    write('east.jsonl', rowsOf({ t1: [1, 1, 0, 0, 0], t2: [1, 0, 0, 0, 0], t3: [1, 0, 0, 0, 0] }));
    write('west.jsonl', rowsOf({ t1: [1, 0, 0, 0, 0], t2: [1, 1, 0, 0, 0], t3: [1, 0, 0, 0, 0] }));
    const stdout = unwrapped(run('east.jsonl', 'west.jsonl', '-n', '1', '--estimate', 'pass^k').stdout);
    expect(stdout).toMatch(/^\neast\.jsonl and west\.jsonl are equal on average at n = 1, 95 % interval /);
    expect(stdout).toMatch(/notice a difference of [\d.]+ points in the reward at n = 1 /);
    expect(stdout).toMatch(/notice a difference of [\d.]+ points in pass\^k at n = 1 /);
    // 0.2 + 0.4 + 0.6 less 0.4 + 0.6 + 0.2 leaves rounding
    write('east.jsonl', rowsOf({ t1: [1, 0, 0, 0, 0], t2: [1, 1, 0, 0, 0], t3: [1, 1, 1, 0, 0] }));
    write('west.jsonl', rowsOf({ t1: [1, 1, 0, 0, 0], t2: [1, 1, 1, 0, 0], t3: [1, 0, 0, 0, 0] }));
    expect(unwrapped(run('east.jsonl', 'west.jsonl', '-n', '1').stdout)).toContain('west.jsonl are equal on average at n = 1');
  });

  it('names the prompt whose cluster differs from run to run', () => {
    write('east.jsonl', [...rowsOf({ t1: [1, 0] }, { passage: 'x' }), ...rowsOf({ t2: [1, 1] }, { passage: 'y' })]);
    write('west.jsonl', [...rowsOf({ t1: [1, 0] }, { passage: 'y' }), ...rowsOf({ t2: [1, 1] }, { passage: 'x' })]);
    const { status, stderr } = run('east.jsonl', 'west.jsonl', '--cluster', 'passage');
    expect(status).toBe(1);
    expect(stderr).toContain('the prompt "t1" is of the cluster "x" in east.jsonl and "y" in west.jsonl');
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
    // an estimate of the score that depends on the reward, as the mean over the best two
    const args = [
      'judged.jsonl',
      '-p',
      'prompt',
      '-r',
      'rm_a',
      '-r',
      'rm_b',
      '--score',
      'gold',
      '--estimate',
      'top@k:2.gold,top@k:2',
    ];
    const { estimates } = compared(...args, '-n', '3').comparisons[0].rows[0];
    expect(Object.keys(estimates)).toEqual(['topOf(2).gold']);
    const mean = (reward: 'rm_a' | 'rm_b') => samples(reward).reduce((sum, [, one]) => sum + one.topOf(3, 2, 'gold'), 0) / 5;
    expect(estimates['topOf(2).gold'].difference).toBeCloseTo(mean('rm_a') - mean('rm_b'), 14);
    // the rewards themselves are in two units
    expect(stdout).not.toContain('rm_a of the best of n');
  });

  it('compares estimates that are asked for by name', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    const args = ['east.jsonl', 'west.jsonl', '--estimate', 'pass^k,g-pass@k:0.5', '-n', '2'];
    const estimates = compared(...args).comparisons[0].rows[0].estimates;
    // both pass: 3, 0, 3, 0, 6 of 6 pairs in the east, and 0, 0, 3, 1, 0 in the west
    expect(estimates.passHat).toMatchObject({ first: 12 / 30, better: 2, worse: 1, tied: 2 });
    expect(estimates.passHat.difference).toBeCloseTo((12 - 4) / 30, 14);
    const stdout = unwrapped(run(...args).stdout);
    expect(stdout).toMatch(
      /No difference between east\.jsonl and west\.jsonl is certain by pass\^k at n = 2: east\.jsonl is higher by 27 points/
    );
    expect(stdout).toMatch(/notice a difference of \d+ points in pass\^k at n = 2/);
    expect(stdout).toContain('\npass^k, at k = n\n');
    expect(stdout).toContain('\ng-pass@k:0.5, at k = n\n');
    expect(run(...args, '-f', 'csv').stdout).toMatch(/^east\.jsonl,west\.jsonl,passHat,2,0\.4,0\.13/m);
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

  it('speaks of the largest n, in whatever order they were given', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    expect(run('east.jsonl', 'west.jsonl', '-n', '4,1,2').stdout).toMatch(/^\n.* at n = 4 /);
  });

  it('takes the errors over clusters, as the library does', () => {
    const passages = { t1: 'sea', t2: 'sea', t3: 'sky', t4: 'sky', t5: 'air' };
    const withPassages = (rows: { task_id: string }[]) =>
      rows.map((row) => ({ ...row, passage: passages[row.task_id as keyof typeof passages] }));
    write('east.jsonl', withPassages(rowsOf(EAST)));
    write('west.jsonl', withPassages(rowsOf(WEST)));
    const args = ['east.jsonl', 'west.jsonl', '--cluster', 'passage', '-n', '1,2'];
    const { first, second, ...found } = compared(...args).comparisons[0];
    const clusters = new Map(Object.entries(passages));
    expect(found).toEqual(JSON.parse(JSON.stringify(compare(samplesOf(EAST), samplesOf(WEST), { ns: [1, 2], clusters }))));
    expect(found.clusters).toBe(3);
    // the differences are 2/4, 0 | 0, -1/4 | 3/4 with the mean 1/5: the residuals of the clusters add up to 1/10, -13/20 and 11/20
    const error = Math.sqrt(0.1 ** 2 + 0.65 ** 2 + 0.55 ** 2) / 5;
    expect(found.rows[0].expectedReward.clusteredStandardError).toBeCloseTo(error, 14);
    expect(run(...args).stdout).toContain('5 prompts in both, in 3 clusters, over which the errors are taken.');
    expect(run(...args, '-f', 'csv').stdout).toContain(',clusteredStandardError,');
  });

  it('has no option that only intervals of means depend on', () => {
    write('east.jsonl', rowsOf(EAST));
    write('west.jsonl', rowsOf(WEST));
    for (const option of ['--interval=t', '--seed=2', '--resamples=10'])
      expect(run('east.jsonl', 'west.jsonl', option).stderr, option).toContain(`unknown option '${option}'`);
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

  it('compares further estimates in every output, as the library does', () => {
    const answered = (run: typeof EAST, shift: number) =>
      Object.entries(run).flatMap(([task_id, rewards]) =>
        rewards.map((ok, i) => ({ task_id, rm: (i * 7 + shift) % 5, ok, answer: `${(i * shift) % 3}` }))
      );
    const [east, west] = [answered(EAST, 1), answered(WEST, 2)];
    write('east-votes.jsonl', east);
    write('west-votes.jsonl', west);
    const args = ['east-votes.jsonl', 'west-votes.jsonl', '-p', 'task_id', '-r', 'rm', '--score', 'ok', '--answer', 'answer'];
    const asked = [...args, '-n', '1,2', '--estimate', 'maj@k', 'top@k:2'];
    const samplesIn = (rows: typeof east) =>
      Object.keys(EAST).map((id) => {
        const own = rows.filter(({ task_id }) => task_id === id);
        const of = <K extends keyof (typeof own)[0]>(key: K) => own.map((row) => row[key]);
        return [id, Samples.from({ rewards: of('rm'), scores: { ok: of('ok') }, answers: of('answer') })] as const;
      });
    const estimates = ['expectedReward', 'winRate', 'score.ok', 'majority.ok', 'topOf(2)'] as const;
    const [{ first, second, ...found }] = compared(...asked).comparisons;
    expect(found).toEqual(JSON.parse(JSON.stringify(compare(samplesIn(east), samplesIn(west), { ns: [1, 2], estimates }))));
    expect(found.rows[0].estimates['majority.ok'].prompts).toBe(5);
    const { stdout } = run(...asked);
    expect(stdout).toMatch(/^maj@k ok, at k = n$/m);
    expect(stdout).toMatch(/^top@k:2, at k = n$/m);
    expect(unwrapped(stdout)).toMatch(/by maj@k ok at n = 2/);
    expect(run(...asked, '-f', 'csv').stdout).toMatch(/^east-votes.jsonl,west-votes.jsonl,topOf\(2\),2,1.5,2.5,5,-1,/m);
  });

  it('compares two rewards by the estimates of the scores that judge them', () => {
    write(
      'scored.jsonl',
      Object.entries(EAST).flatMap(([task_id, oks]) => oks.map((ok, i) => ({ task_id, a: (i * 3) % 4, b: (i * 5) % 7, ok })))
    );
    const args = ['scored.jsonl', '-p', 'task_id', '-r', 'a', '-r', 'b', '--score', 'ok', '-n', '2'];
    const [{ rows }] = compared(...args, '--estimate', 'top@k:2.ok', 'top@k:2').comparisons;
    // rewards are in two units, and best of 2 and the best 2 of 2 judge them by the score
    expect(Object.keys(rows[0].scores)).toEqual(['ok']);
    expect(Object.keys(rows[0].estimates)).toEqual(['topOf(2).ok']);
    expect(rows[0].estimates['topOf(2).ok']).toMatchObject({ prompts: 5, difference: 0 });
  });
});
