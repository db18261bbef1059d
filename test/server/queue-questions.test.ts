// A cluster gives further estimates, clusters and answers to questions as one machine does, to the bit, and as the library does for the same samples.

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type SamplesJobOptions, submitSamples } from '../../dist/queue.js';
import { aggregate, extrapolatePassAtK, goldCurve, Samples, samplesToReach } from '../../src/index';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { TestCluster } from '../helpers/cluster';
import { hasRedis } from '../helpers/redis.mjs';

const cluster = new TestCluster();

/** 30 prompts of 8 samples. */
const PROMPTS = Array.from({ length: 30 }, (_, i) =>
  Array.from({ length: 8 }, (_, j) => ({
    prompt: `p${i}`,
    passed: (i * 3 + j * j) % 30 < i ? 1 : 0,
    gold: ((i * 5 + j * 3) % 17) / 4,
    answer: `${(i + j * j) % 3}`,
    passage: `text ${i % 7}`,
  }))
);
const TEXT = PROMPTS.flat()
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');
const SAMPLES = PROMPTS.map((own) => {
  const of = <K extends keyof (typeof own)[0]>(key: K) => own.map((row) => row[key]);
  return Samples.from({ rewards: of('passed'), scores: { gold: of('gold') }, answers: of('answer') });
});
const CLUSTERS = PROMPTS.map(([{ passage }]) => passage);

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe.skipIf(!hasRedis)('a run on a cluster', () => {
  it('takes questions, intervals, estimates, clusters and answers', async () => {
    const file = cluster.write('questions.jsonl', TEXT);
    await cluster.startWorker();
    const columns = { prompt: ['prompt'], reward: 'passed', answer: 'answer', cluster: 'passage' };
    const shared = { ns: [1, 2, 8], confidence: 0.9, interval: 'bootstrap' as const, resamples: 100, seed: 4 };
    const targets = [
      { column: 'passed', value: 0.6 },
      { column: 'gold', value: 3 },
    ];
    const { groups } = await submitSamples([file], {
      ...columns,
      ...shared,
      estimate: ['pass^k'],
      estimates: ['majority.gold', 'topOf(2)'],
      questions: { gold: 'gold', targets, extrapolate: 20, cost: 0.5 },
      redis: cluster.url,
      partBytes: 4000,
    });
    const [{ result, findings }] = groups;
    const estimates = ['expectedReward', 'winRate', 'score.gold', 'passHat', 'majority.gold', 'topOf(2)'] as const;
    const intervals = { ...shared, clusters: CLUSTERS };
    expect(plain(result)).toEqual(plain(aggregate(SAMPLES, { ...intervals, estimates })));
    const { ns: _, ...others } = intervals;
    const { confidence } = shared;
    expect(plain(findings?.gold)).toMatchObject(
      plain(goldCurve(SAMPLES, { score: 'gold', ns: shared.ns, confidence, clusters: CLUSTERS }))
    );
    expect(plain(findings?.targets)).toEqual([
      { column: 'passed', ...plain(samplesToReach(SAMPLES, { ...others, target: 0.6 })) },
      { column: 'gold', ...plain(samplesToReach(SAMPLES, { ...others, target: 3, score: 'gold' })) },
    ]);
    const passes = PROMPTS.map((own) => own.reduce((sum, { passed }) => sum + passed, 0));
    const { rows, check } = extrapolatePassAtK(passes, Array(30).fill(8), {
      ns: [16, 20],
      confidence,
      seed: 4,
      clusters: CLUSTERS,
    });
    expect(plain(findings?.extrapolation)).toMatchObject(plain({ rows, check }));
    expect(findings?.doublings?.map(({ column, rows }) => [column, rows.map(({ n }) => n)])).toEqual([
      ['passed', [1]],
      ['gold', [1]],
    ]);
    const here = await runFiles(
      await openFiles([file], { ...columns, score: ['gold'], estimate: ['pass^k', 'maj@k.gold', 'top@k:2'] }),
      inThisThread(),
      { ...shared, skipBad: false, questions: { gold: 'gold', targets, extrapolate: 20, cost: 0.5 } }
    );
    expect(plain(groups[0].findings)).toEqual(plain(here.groups[0].findings));
    expect(plain(result)).toEqual(plain(here.groups[0].result));
  });

  it('prints with the command what it prints without', async () => {
    const file = cluster.write('command.jsonl', TEXT);
    await cluster.startWorker();
    const columns = [
      '-p',
      'prompt',
      '-r',
      'passed',
      '--answer',
      'answer',
      '--cluster',
      'passage',
      '--estimate',
      'maj@k',
      'pass^k',
    ];
    const questions = ['--gold', 'gold', '--target', 'passed=0.6', '--extrapolate', '20', '--cost', '0.5', '--interval', 't'];
    const run = (...more: string[]) =>
      spawnSync(process.execPath, ['dist/cli.js', 'samples', file, ...columns, ...questions, ...more], { encoding: 'utf8' });
    const json = run('--redis', cluster.url, '-f', 'json');
    expect([json.status, json.stdout.length > 10_000]).toEqual([0, true]);
    expect(json.stdout).toBe(run('-f', 'json').stdout);
    expect(run('--redis', cluster.url).stdout).toBe(run().stdout);
  });

  it.each<[Partial<SamplesJobOptions> | { questions: unknown } | { estimates: unknown }, RegExp]>([
    [{ questions: 'gold' }, /^questions must be an object/],
    [{ questions: { gold: 5 } }, /^questions\.gold is 5, expected the name of a column$/],
    [{ questions: { targets: { column: 'passed', value: 1 } } }, /^questions\.targets is .*, expected an array of targets$/],
    [{ questions: { targets: [{ column: 'passed' }] } }, /^questions\.targets\[0\]\.value is undefined, expected/],
    [{ questions: { extrapolate: 0 } }, /^questions\.extrapolate is 0, expected a whole number/],
    [{ questions: { cost: -1 } }, /^questions\.cost is -1, expected a number > 0$/],
    [{ questions: { gold: 'golden' } }, /there is no column "golden"/],
    [{ estimates: ['maj@k'] }, /^estimates\[0\] is "maj@k", expected one of expectedReward, /],
    [{ estimates: ['majority.gold'] }, /^estimates\[0\] is "majority\.gold", which needs answers$/],
    [
      { estimates: ['oracle.silver'] },
      /^estimates\[0\] is "oracle\.silver", but there is no score "silver"; the scores are: passed, gold$/,
    ],
  ])('%j is refused before anything is given out', async (options, message) => {
    const file = cluster.write('refused.jsonl', TEXT);
    const given = { prompt: ['prompt'], reward: 'passed', score: ['gold'], redis: 'redis://127.0.0.1:1', ...options };
    await expect(submitSamples([file], given as SamplesJobOptions)).rejects.toThrow(message);
  });
});
