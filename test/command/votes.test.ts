// `best-of-n samples --answer`: the ways to choose an answer side by side, in the table, the picture and the report.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate, Samples } from '../../src/index';
import { runIn } from '../helpers/command';

/** 6 questions of 8 answers, of which the reward knows a little. */
const QUESTIONS = Array.from({ length: 6 }, (_, i) =>
  Array.from({ length: 8 }, (_, j) => {
    const correct = (i * 3 + j * 5) % 8 < i + 1;
    return {
      question: `q${i}`,
      answer: correct ? 'a' : `b${(i + j) % 3}`,
      correct,
      rm: ((i + j * 3) % 7) / 4 + (correct ? 0.5 : 0),
    };
  })
);

let folder: string;
const write = (name: string, rows: readonly object[]) =>
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-votes-'));
  write('math.jsonl', QUESTIONS.flat());
  write(
    'below.jsonl',
    QUESTIONS.flat().map((row) => ({ ...row, rm: row.rm - 1 }))
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, ...args: string[]) =>
  runIn(folder, ['samples', file, '-p', 'question', '--answer', 'answer', ...args]);
const BOTH = ['-r', 'rm', '--score', 'correct'];

/** The lines of the table below a title, each as its cells. */
function tableOf(stdout: string, title: string): string[][] {
  const lines = stdout.slice(stdout.indexOf(title)).split('\n').slice(2);
  return lines
    .map((line) =>
      line
        .split(/[│ ]{2,}|│/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '')
    )
    .filter((cells) => cells.length > 2);
}

describe('--answer', () => {
  it('sets mean, best by reward, majority, weighted majority and oracle side by side, as the library has them', () => {
    const { stdout } = run('math.jsonl', ...BOTH);
    const [head, ...rows] = tableOf(stdout, 'correct, by how one of n answers is chosen');
    expect(head).toEqual(['n', 'mean', 'best by rm', 'majority', 'weighted majority', 'oracle']);
    const samples = QUESTIONS.map((own) =>
      Samples.from({
        rewards: own.map(({ rm }) => rm),
        scores: { correct: own.map(({ correct }) => Number(correct)) },
        answers: own.map(({ answer }) => answer),
      })
    );
    const estimates = ['score.correct', 'majority.correct', 'weightedMajority.correct', 'oracle.correct'] as const;
    const means = aggregate(samples, { ns: [1, 2, 4, 8], estimates }).rows;
    for (const [i, { n, scores, estimates: by }] of means.entries()) {
      const wanted = [
        means[0].scores.correct,
        scores.correct,
        by['majority.correct'],
        by['weightedMajority.correct'],
        by['oracle.correct'],
      ].map(({ mean }) => mean as number);
      expect(rows[i][0]).toBe(String(n));
      rows[i].slice(1).forEach((cell, c) => {
        expect(Number(cell.split('±')[0])).toBeCloseTo(wanted[c], 1);
      });
    }
    // what stands side by side has no column of its own as well
    expect(stdout).not.toContain('maj@k correct');
  });

  it('draws them in one picture, in the report too', () => {
    run('math.jsonl', ...BOTH, '--plot', 'votes.svg', '--report', 'votes.html');
    for (const file of ['votes.svg', 'votes.html']) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const label of ['correct, by how one of n answers is chosen', 'best by rm', 'weighted majority', 'oracle'])
        expect(text).toContain(label);
      expect(text).not.toContain('maj@k correct, at k = n');
    }
  });

  it('leaves weighted votes out where a reward is below 0, and says so; asked for, they are an error', () => {
    const { stdout, stderr } = run('below.jsonl', ...BOTH);
    expect(tableOf(stdout, 'correct, by how')[0]).toEqual(['n', 'mean', 'best by rm', 'majority', 'oracle']);
    expect(stderr).toContain('weighted votes are left out, since rewards below 0 are no weights');
    const asked = run('below.jsonl', ...BOTH, '--estimate', 'wmaj@k');
    expect(asked.status).toBe(1);
    expect(asked.stderr).toMatch(/rm of prompt q\d is -\d[\d.]*, expected a weight >= 0: shift the rewards/);
  });

  it('sets the vote beside mean and oracle where the reward is the pass flag', () => {
    const { stdout } = run('math.jsonl', '-r', 'correct');
    expect(tableOf(stdout, 'correct, by how')[0]).toEqual(['n', 'mean', 'majority', 'oracle']);
  });

  it('gives what is asked for by name, and a column of its own to an oracle without a vote', () => {
    const { stdout } = run('math.jsonl', ...BOTH, '--estimate', 'pass@k');
    expect(stdout).toContain('pass@k correct');
    expect(stdout).not.toContain('by how one of n answers is chosen');
  });

  it('counts no vote of an answer that is null, also where all are', () => {
    write(
      'null.jsonl',
      QUESTIONS.flat().map((row) => ({ ...row, answer: null }))
    );
    const { stdout, status } = run('null.jsonl', ...BOTH);
    expect(status).toBe(0);
    expect(tableOf(stdout, 'correct, by how')[1][3]).toMatch(/^0(\.0+)? ?± ?0/);
  });
});
