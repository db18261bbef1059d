// --estimate and --answer: votes, pass^k and their kin in every output, from every form of file, in one thread and in two.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { passHatK, Samples } from '../../src/index';
import { runIn } from '../helpers/command';
import { lcg } from '../helpers/recipes';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-estimates-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Sample {
  question: string;
  answer?: string | number | null;
  rm: number;
  correct: boolean;
}

/** Three questions of 6, 5 and 4 samples, with answers as texts and numbers, null and missing. */
const samples: Sample[] = lcg(3, 15).map((v, i) => {
  const answer = [`${(v >>> 9) % 3}`, (v >>> 9) % 3, null, undefined][(v >>> 20) % 4];
  return { question: i < 6 ? 'a' : i < 11 ? 'b' : 'c', answer, rm: ((v >>> 5) % 10) / 10, correct: v % 3 === 0 };
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const lines = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');
write('samples.jsonl', lines(samples));
const questions = ['a', 'b', 'c'].map((question) => samples.filter((sample) => sample.question === question));
const wide = questions.map((own) => ({
  question: own[0].question,
  answers: own.map(({ answer }) => answer ?? null),
  rm: own.map(({ rm }) => rm),
  correct: own.map(({ correct }) => correct),
}));
write('wide.jsonl', lines(wide));

/** The same samples in the library; a number and its text are one answer in a file. */
const prompts = questions.map((own) =>
  Samples.from({
    rewards: own.map(({ rm }) => rm),
    answers: own.map(({ answer }) => (answer === undefined || answer === null ? null : String(answer))),
    scores: { correct: own.map(({ correct }) => Number(correct)) },
  })
);
const mean = (of: (samples: Samples) => number) => prompts.map(of).reduce((a, b) => a + b, 0) / prompts.length;
const passes = (p: Samples) => Math.round(p.worstOf(1, 'correct') * p.size);

const COLUMNS = ['-p', 'question', '-r', 'rm', '--score', 'correct', '--answer', 'answer'];
const ALL = ['maj@k', 'wmaj@k,pass@k', 'pass^k.correct', 'top@k:2', 'top@k:2.correct', 'worst@k', 'g-pass@k:0.5.correct'];
const EXPECTED: Record<string, number> = {
  'majority.correct': mean((p) => p.majority(3, 'correct')),
  'weightedMajority.correct': mean((p) => p.weightedMajority(3, 'correct').mean),
  'oracle.correct': mean((p) => Samples.from({ rewards: flagsOf(p) }).expectedReward(3)),
  'passHat.correct': mean((p) => passHatK(p.size, passes(p), 3)),
  'topOf(2)': mean((p) => p.topOf(3, 2)),
  'topOf(2).correct': mean((p) => p.topOf(3, 2, 'correct')),
  worstOf: mean((p) => p.worstOf(3)),
};

/** As many ones as pass; what is estimated from them alone does not depend on their order. */
function flagsOf(p: Samples): number[] {
  return Array.from({ length: p.size }, (_, i) => (i < passes(p) ? 1 : 0));
}

const run = (...args: string[]) => runIn(folder, ['samples', ...args]);

describe('the estimates of a file', () => {
  it.each([
    ['a sample in each record', ['samples.jsonl', ...COLUMNS]],
    ['lists of samples', ['wide.jsonl', ...COLUMNS.with(7, 'answers')]],
    ['two threads', ['samples.jsonl', ...COLUMNS, '--threads', '2']],
  ])('are those of the library: %s', (_, args) => {
    const { stdout, status, stderr } = run(...args, '--estimate', ...ALL, '-n', '3', '-f', 'json');
    expect(status, stderr).toBe(0);
    const [{ rows }] = JSON.parse(stdout).curves;
    expect(Object.keys(rows[0].estimates)).toEqual([...Object.keys(EXPECTED), 'gPass(0.5).correct']);
    for (const [name, value] of Object.entries(EXPECTED)) expect(rows[0].estimates[name].mean, name).toBeCloseTo(value, 12);
    expect(rows[0].scores.correct.mean).toBeCloseTo(
      mean((p) => p.expectedScore('correct', 3)),
      12
    );
  });

  it('count an empty cell of a CSV as no vote, and every other text as it stands', () => {
    write('votes.csv', 'q,a,r\n1,x,1\n1,,0\n1,,0\n1, x,0\n1,X,0\n');
    const { stdout } = run('votes.csv', '-p', 'q', '-r', 'r', '--answer', 'a', '--estimate', 'maj@k', '-n', '5', '-f', 'json');
    expect(JSON.parse(stdout).curves[0].rows[0].estimates['majority.r'].mean).toBeCloseTo(1 / 3, 12);
  });

  it('stand in every output', () => {
    const files = ['--plot', 'p.svg', '--report', 'r.html', '--per-prompt', 'pp.csv'];
    const table = run('samples.jsonl', ...COLUMNS, '--estimate', 'maj@k', 'top@k:2', '-n', '1,3', ...files);
    expect(table.stdout).toMatch(/ correct +(│ +)?top@k:2/);
    expect(table.stdout).toMatch(/ best by rm +(│ +)?majority/);
    const csv = run('samples.jsonl', ...COLUMNS, '--estimate', 'maj@k', '-n', '3', '-f', 'csv').stdout;
    expect(csv).toContain(
      'majority.correct,majority.correctError,majority.correctLow,majority.correctHigh,majority.correctPrompts'
    );
    for (const file of ['p.svg', 'r.html']) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain('correct, by how one of n answers is chosen');
      expect(text).toContain('top@k:2');
    }
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('--answer');
    const [head, first] = readFileSync(join(folder, 'pp.csv'), 'utf8').split('\n');
    expect(head).toBe('prompt,samples,n,expectedReward,winRate,score.correct,majority.correct,topOf(2)');
    expect(Number(first.split(',')[6])).toBeCloseTo(prompts[0].majority(1, 'correct'), 12);
  });

  it('without a score are of the reward', () => {
    const columns = ['-p', 'question', '-r', 'correct', '--answer', 'answer'];
    const { stdout } = run('samples.jsonl', ...columns, '--estimate', 'maj@k,pass^k', '-n', '2', '-f', 'json');
    const [row] = JSON.parse(stdout).curves[0].rows;
    expect(row.estimates['majority.correct'].mean).toBeCloseTo(
      mean((p) => p.majority(2, 'correct')),
      12
    );
    expect(row.estimates.passHat.mean).toBeCloseTo(
      mean((p) => passHatK(p.size, passes(p), 2)),
      12
    );
    expect(row.scores).toEqual({});
  });
});

describe('an error says what is wrong', () => {
  it.each<[string, string[], number, string]>([
    ['no such estimate', ['--estimate', 'maj'], 2, '"maj" is no estimate: expected one of pass^k, g-pass@k:TAU, pass@k, maj@k,'],
    ['no number', ['--estimate', 'top@k'], 2, '"top@k" is no estimate: expected one of'],
    ['another number', ['--estimate', 'top@k:1.5'], 2, '"top@k:1.5" has 1.5 after the colon, expected a whole number >= 1'],
    ['a share above 1', ['--estimate', 'g-pass@k:2'], 2, '"g-pass@k:2" has 2 after the colon, expected a number from 0 to 1'],
    ['an empty name', ['--estimate', 'pass^k,'], 2, 'expected the name of an estimate, or several with commas between them'],
    ['a wrong number', ['--estimate', 'g-pass@k:2'], 2, 'expected a number from 0 to 1'],
    ['no such score', ['--estimate', 'pass^k.gold'], 1, 'pass^k.gold: there is no score "gold"; the scores are: rm, correct'],
    ['no flag', ['--estimate', 'pass^k'], 1, 'rm of prompt a is 0.'],
  ])('%s', (_, args, code, message) => {
    const { status, stderr } = run('samples.jsonl', ...COLUMNS, ...args);
    expect([status, stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('no answers, and no such column', () => {
    const columns = COLUMNS.slice(0, 6);
    expect(run('samples.jsonl', ...columns, '--estimate', 'maj@k').stderr).toContain(
      'maj@k needs the answers of the samples: give --answer COLUMN'
    );
    expect(run('samples.jsonl', ...columns, '--answer', 'reply').stderr).toContain('there is no column "reply"');
  });

  it('a list of answers of another length', () => {
    write('short.jsonl', lines([wide[0], { ...wide[1], answers: ['1'] }]));
    const { status, stderr } = run('short.jsonl', ...COLUMNS.with(7, 'answers'), '--estimate', 'maj@k');
    expect([status, stderr]).toEqual([1, expect.stringContaining('short.jsonl:2: answers has 1 values and rm has 5')]);
  });
});
