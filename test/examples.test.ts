// The examples, run as a reader runs them, and the curves behind the paper's figures.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { klCurve, logGrid, tradeOff, winRateCurve } from '../examples/paper/curves.mjs';
import { RARE, UNIFORM } from '../examples/paper/references.mjs';
import { klBound, passAtK, winRateBound } from '../src/index';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));

function run(script: string, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`examples/${script}`, ...args], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

describe('the curves of the paper', () => {
  const references = [...UNIFORM, ...RARE];

  it.each(references.map((reference) => [reference.title, reference] as const))('KL over n: %s', (_, reference) => {
    const ns = logGrid(1e6, 40);
    const { n, formula, exact, estimator } = klCurve(reference, ns);
    const most = -Math.log(reference.probs[reference.probs.length - 1]);
    n.forEach((x, i) => {
      expect(formula[i]).toBe(klBound(x));
      expect(exact[i]).toBeLessThanOrEqual(formula[i]);
      // conjecture 4.4, and the most that any n reaches
      expect(estimator[i]).toBeGreaterThanOrEqual(exact[i] * (1 - 1e-14));
      expect(exact[i]).toBeLessThanOrEqual(most * (1 + 1e-14));
    });
    expect(exact[n.length - 1]).toBeCloseTo(Math.min(most, formula[n.length - 1]), 0);
  });

  it('the textbook line gives the same where it has digits', () => {
    const { exact } = klCurve(UNIFORM[1], [16]);
    let kl = 0;
    for (let j = 1; j <= 100; j++) {
      const mass = (j / 100) ** 16 - ((j - 1) / 100) ** 16;
      kl += mass * Math.log(mass * 100);
    }
    expect(exact[0]).toBeCloseTo(kl, 12);
  });

  it('rare top outcomes make the KL grow in steps', () => {
    // flat between the rise of one outcome and the next: log n grows by 2.3, the KL by a tenth of it
    const { exact } = klCurve(RARE[2], [50, 500, 5000]);
    expect(exact[1] - exact[0]).toBeGreaterThan(1);
    const { exact: flat } = klCurve(RARE[2], [40, 80]);
    expect(flat[1] - flat[0]).toBeLessThan(0.2 * Math.log(2) * 2);
  });

  it('win rates stay below their bound', () => {
    for (const reference of references) {
      const { n, bound, exact } = winRateCurve(reference, logGrid(1e4, 20));
      n.forEach((x, i) => {
        expect(bound[i]).toBe(winRateBound(x));
        expect(exact[i]).toBeLessThanOrEqual(bound[i]);
      });
    }
  });

  it('no policy beats the tilted one at its KL', () => {
    for (const reference of [UNIFORM[0], UNIFORM[1], ...RARE]) {
      const { bestOfN, threshold, tilted } = tradeOff(reference, logGrid(1e6, 30), 10);
      expect(bestOfN.length).toBeGreaterThan(5);
      // of two outcomes only the top one alone is a threshold, at the end of the range
      expect(threshold.length > 0).toBe(reference.probs.length > 2);
      expect(tilted.length).toBe(10);
      for (const { shortfall } of [...bestOfN, ...threshold]) expect(shortfall).toBeGreaterThan(-1e-13);
      for (let i = 1; i < tilted.length; i++) expect(tilted[i].winRate).toBeGreaterThan(tilted[i - 1].winRate);
    }
  });

  it('are printed, and drawn: the committed pictures are those that the command makes', () => {
    const { stdout, status } = run('paper/index.mjs', folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/│ uniform over 10 +│ +1 │ +0 │ +0 │ +0 │/);
    const files = readdirSync(folder).filter((file) => file.endsWith('.svg'));
    expect(files).toEqual(['kl-rare.svg', 'kl-uniform.svg', 'shortfall.svg', 'trade-off.svg', 'win-rate.svg']);
    for (const file of files) {
      const svg = readFileSync(join(folder, file), 'utf8');
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).not.toContain('NaN');
      expect(svg).toBe(readFileSync(join('docs/paper', file), 'utf8'));
    }
  });
});

describe('pass@k of a sample file', () => {
  const write = (name: string, lines: unknown[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return file;
  };

  it('is the mean of passAtK over tasks, whose samples need not be neighbours', () => {
    const sample = (task_id: string, passed: boolean) => ({ task_id, passed, completion: 'x' });
    const rounds = [0, 1, 2, 3].flatMap((i) => [sample('a', i === 2), sample('b', i > 0)]);
    const { stdout, status } = run('pass-at-k.mjs', write('good.jsonl', [...rounds, '', sample('c', false)]), '1,3,4');
    expect(status).toBe(0);
    expect(stdout).toContain('3 tasks of 1 to 4 samples');
    const cells = stdout
      .split('\n')
      .filter((line) => /^│ \d/.test(line))
      .map((line) => line.split('│').map((cell) => cell.trim()));
    const mean = (k: number) => (passAtK(4, 1, k) + passAtK(4, 3, k)) / 2;
    expect(cells.map((row) => row[1])).toEqual(['1', '3', '4']);
    expect(cells.map((row) => row[2])).toEqual([
      ((passAtK(4, 1, 1) + passAtK(4, 3, 1)) / 3).toFixed(4),
      mean(3).toFixed(4),
      mean(4).toFixed(4),
    ]);
    expect(cells.map((row) => row[5])).toEqual(['3', '2', '2']);
    expect(cells[0][4]).toMatch(/^0\.\d{4} to 0\.\d{4}$/);
  });

  it.each([
    ['a flag that is none', [{ task_id: 1, passed: 1 }], 'line 1: passed is 1, expected true or false'],
    ['no task', [{ task_id: 1, passed: true }, { passed: true }], 'line 2 has no task_id'],
    ['a torn line', [{ task_id: 1, passed: true }, '{"task_id":'], 'line 2 is not JSON'],
    ['no object', ['null'], 'line 1 is null, expected an object'],
    ['no sample', [''], 'there is no prompt to aggregate'],
  ])('%s is an error', (name, lines, message) => {
    const { stderr, status } = run('pass-at-k.mjs', write(`${name}.jsonl`, lines));
    expect(status).toBe(1);
    expect(stderr).toContain(`error: ${message}`);
  });
});
