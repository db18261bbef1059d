// What `best-of-n samples` answers beyond curves: proxy against gold, targets, more samples than there are, and what a gain costs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate, extrapolatePassAtK, goldCurve, pairedDifference, Samples, samplesToReach } from '../../src/index';
import { runIn, unwrapped } from '../helpers/command';

/** 24 prompts of 8 samples, whose gold score falls where the reward is large. */
const PROMPTS = Array.from({ length: 24 }, (_, i) =>
  Array.from({ length: 8 }, (_, j) => {
    const reward = ((i * 7 + j * 5) % 13) + j / 10;
    return { prompt: `p${i}`, reward, gold: reward * (7 - reward) + ((i * j) % 5), passed: (i * 3 + j * j) % 24 < i ? 1 : 0 };
  })
);
const samplesBy = (column: 'reward' | 'passed') =>
  PROMPTS.map((own) => Samples.from({ rewards: own.map((row) => row[column]), scores: { gold: own.map(({ gold }) => gold) } }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-questions-'));
  writeFileSync(
    join(folder, 'runs.jsonl'),
    PROMPTS.flat()
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('')
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runIn(folder, ['samples', 'runs.jsonl', '-p', 'prompt', ...args]);
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

function findingsOf(...args: string[]) {
  const { stdout, stderr, status } = run(...args, '-f', 'json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout).curves[0].findings;
}

describe('--gold', () => {
  it('answers as goldCurve does, and reads the score without --score', () => {
    const { deviations, ...curve } = findingsOf('-r', 'reward', '--gold', 'gold').gold;
    expect(curve).toEqual(asJson(goldCurve(samplesBy('reward'), { score: 'gold' })));
    const golds = PROMPTS.flat().map(({ gold }) => gold);
    const mean = golds.reduce((a, b) => a + b, 0) / golds.length;
    const variance = golds.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (golds.length - 1);
    expect(deviations.gold).toBeCloseTo(Math.sqrt(variance), 10);
  });

  it('counts gains from n = 1, also where that is not in the table', () => {
    const { deviations, ...curve } = findingsOf('-r', 'reward', '--gold', 'gold', '-n', '2,8,16').gold;
    expect(curve).toEqual(asJson(goldCurve(samplesBy('reward'), { score: 'gold', ns: [1, 2, 8] })));
  });

  it('says peak, harm, fit and where the divergence comes from', () => {
    const { stdout } = run('-r', 'reward', '--gold', 'gold');
    const { peak, fit } = goldCurve(samplesBy('reward'), { score: 'gold' });
    expect(unwrapped(stdout)).toContain(`gold is highest at n = ${peak.n}, `);
    expect(unwrapped(stdout)).toMatch(/is the first that is certain to harm it \(95 % confidence, for all n at once\)\./);
    expect(unwrapped(stdout)).toContain(`alpha = ${fit?.alpha.toPrecision(5)}, beta = ${fit?.beta.toPrecision(5)}`);
    expect(unwrapped(stdout)).toContain('The KL divergence is the formula log n - (n-1)/n, an upper bound');
  });

  it('has gains over n = 1 also where 1 is not among the n of the table', () => {
    const { deviations, ...curve } = findingsOf('-r', 'reward', '--gold', 'gold', '-n', '4').gold;
    expect(curve).toEqual(asJson(goldCurve(samplesBy('reward'), { score: 'gold', ns: [1, 4] })));
    expect(run('-r', 'reward', '--gold', 'gold', '-n', '4').stdout).not.toContain('neither helps nor harms');
  });

  it('is drawn with the proxy on one scale, over the square root of the divergence, with the best n named', () => {
    expect(run('-r', 'reward', '--gold', 'gold', '--plot', 'gold.svg').status).toBe(0);
    const svg = readFileSync(join(folder, 'gold.svg'), 'utf8');
    const { peak } = goldCurve(samplesBy('reward'), { score: 'gold' });
    for (const text of [
      'square root of the KL divergence (formula), in nats',
      'reward, which chooses',
      `highest at n = ${peak.n}`,
    ])
      expect(svg).toContain(text);
    expect(run('-r', 'reward', '--gold', 'gold', '--report', 'gold.html').status).toBe(0);
    expect(readFileSync(join(folder, 'gold.html'), 'utf8')).toContain(`highest at n = ${peak.n}`);
  });

  it('says that a constant score tells nothing, and which scores there are', () => {
    expect(run('-r', 'reward', '--gold', 'gold', '-n', '16').stderr).toContain(
      'needs an n that every prompt has samples for: one of them has 8'
    );
    writeFileSync(
      join(folder, 'flat.jsonl'),
      PROMPTS.flat()
        .map((row) => `${JSON.stringify({ ...row, gold: 0.5 })}\n`)
        .join('')
    );
    const { stdout } = runIn(folder, ['samples', 'flat.jsonl', '-p', 'prompt', '-r', 'reward', '--gold', 'gold']);
    expect(stdout).toContain('gold is 0.50000 at every n: choosing by reward neither helps nor harms it.');
    const { status, stderr } = run('-r', 'reward', '--gold', 'golden');
    expect(status).toBe(1);
    expect(stderr).toContain('there is no column "golden"');
  });
});

describe('--target', () => {
  it('answers as samplesToReach does, for the reward and for scores', () => {
    const found = findingsOf('-r', 'passed', '--target', 'passed=0.6', '--target', 'gold=4', '--score', 'gold');
    const reached = (target: number, score?: string) =>
      asJson(samplesToReach(samplesBy('passed'), { target, ...(score ? { score } : {}) }));
    expect(found.targets).toEqual([
      { column: 'passed', ...reached(0.6) },
      { column: 'gold', ...reached(4, 'gold') },
    ]);
  });

  it('says the least n with its interval, or that none in reach is enough', () => {
    const { n } = samplesToReach(samplesBy('passed'), { target: 0.6 });
    expect(unwrapped(run('-r', 'passed', '--target', 'passed=0.6').stdout)).toContain(
      `passed reaches 0.6 at n = ${n}, where its mean is `
    );
    expect(unwrapped(run('-r', 'passed', '--target', 'passed=1.5').stdout)).toMatch(
      /passed reaches 1\.5 at no n up to 8, where its mean is .+; its 95 % interval stays below, too\./
    );
  });

  it('says that a single prompt has no interval', () => {
    writeFileSync(join(folder, 'one.jsonl'), PROMPTS[5].map((row) => `${JSON.stringify(row)}\n`).join(''));
    const said = runIn(folder, [
      'samples',
      'one.jsonl',
      '-p',
      'prompt',
      '-r',
      'reward',
      '--target',
      'reward=0',
      '--target',
      'reward=99',
    ]);
    const stdout = unwrapped(said.stdout);
    expect(stdout).toMatch(/reward reaches 0 at n = 1, .+; there is no interval: fewer than two prompts/);
    expect(stdout).toMatch(/reward reaches 99 at no n up to 8, .+; there is no interval: fewer than two prompts/);
  });

  it('is refused where it names no number or no column', () => {
    expect(run('-r', 'passed', '--target', 'passed')).toMatchObject({ status: 2 });
    expect(run('-r', 'passed', '--target', 'passed=many').stderr).toContain('expected a column and a number, as in passed=0.8');
    const { status, stderr } = run('-r', 'passed', '--target', 'reached=1');
    expect(status).toBe(1);
    expect(stderr).toContain('there is no reward or score "reached" to reach a target; there is the reward passed');
  });
});

describe('--extrapolate', () => {
  it('answers as extrapolatePassAtK does, beyond the samples', () => {
    const { extrapolation, doublings } = findingsOf('-r', 'passed', '--extrapolate', '100');
    const correct = PROMPTS.map((own) => own.filter(({ passed }) => passed === 1).length);
    const { model, rows, check } = extrapolatePassAtK(correct, Array(24).fill(8), { ns: [16, 32, 64, 100] });
    expect(doublings).toHaveLength(1);
    expect(extrapolation).toEqual(asJson({ model: { alpha: model.alpha, beta: model.beta }, rows, check }));
  });

  it('marks the rows as those of a model, and says how well it foretells', () => {
    const { stdout } = run('-r', 'passed', '--extrapolate', '32');
    expect(stdout).toContain('passed beyond the samples, by a model');
    expect(unwrapped(stdout)).toMatch(
      /Fitted to half of the samples of each prompt \(4\), it says 0\.\d+ at n = 8, where all of them say 0\.\d+ ± 0\.\d+\./
    );
    expect(stdout).toContain('passed (model)');
  });

  it('says that nothing lies beyond where every prompt has the samples', () => {
    expect(unwrapped(run('-r', 'passed', '--extrapolate', '8').stdout)).toContain(
      'Every prompt has samples for each n that was asked for: nothing lies beyond them; a larger --extrapolate says more.'
    );
    expect(run('-r', 'passed', '--extrapolate', '9').stdout).not.toContain('nothing lies beyond');
  });

  it('is refused for rewards that are no flags', () => {
    const { status, stderr } = run('-r', 'reward', '--extrapolate', '32');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /reward of prompt "p0" is 5\.1, and only rewards of 0 and 1 can be extrapolated \(--pass makes them so\)/
    );
  });
});

describe('--cost', () => {
  it('tells what doubling n gains, prompt by prompt', () => {
    const { doublings } = findingsOf('-r', 'passed', '--cost', '0.5');
    expect(doublings.map(({ column }: { column: string }) => column)).toEqual(['passed']);
    const samples = samplesBy('passed');
    const at = (n: number) => samples.map((one) => one.expectedReward(n));
    expect(doublings[0].rows).toEqual(
      [1, 2, 4].map((n) => {
        const { mean, standardError } = pairedDifference(at(2 * n), at(n));
        return { n, gain: mean, standardError, prompts: 24 };
      })
    );
    const [one, two] = aggregate(samples, { ns: [1, 2] }).rows.map(({ expectedReward }) => expectedReward.mean as number);
    expect(doublings[0].rows[0].gain).toBeCloseTo(two - one, 12);
    expect(unwrapped(run('-r', 'passed', '--cost', '0.5').stdout)).toContain('a sample costs 0.5');
    expect(run('-r', 'passed', '--cost', '0')).toMatchObject({ status: 2 });
    expect(unwrapped(run('-r', 'passed', '--cost', '1', '-n', '1,3').stdout)).toContain('The table has no n and its double');
  });
});

it('nothing is added where nothing is asked', () => {
  expect(findingsOf('-r', 'passed')).toBe(undefined);
});
