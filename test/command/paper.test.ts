// The paper's experiments: the curves behind the figures, and the command that draws them.

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { klBound, winRateBound } from '../../src/index';
import { klCurve, logGrid, tradeOff, winRateCurve } from '../../src/paper/curves';
import { RARE, UNIFORM } from '../../src/paper/references';
import { runIn } from '../helpers/command';

describe('the curves of the paper', () => {
  const references = [...UNIFORM, ...RARE];

  it.each(references.map((reference) => [reference.title, reference] as const))('KL over n: %s', (_, reference) => {
    const ns = logGrid(1e6, 40);
    const { n, formula, exact, estimator } = klCurve(reference, ns);
    const maxKl = -Math.log(reference.probs[reference.probs.length - 1]);
    n.forEach((x, i) => {
      expect(formula[i]).toBe(klBound(x));
      expect(exact[i]).toBeLessThanOrEqual(formula[i]);
      // conjecture 4.4, and the largest value at any n
      expect(estimator[i]).toBeGreaterThanOrEqual(exact[i] * (1 - 1e-14));
      expect(exact[i]).toBeLessThanOrEqual(maxKl * (1 + 1e-14));
    });
    expect(exact[n.length - 1]).toBeCloseTo(Math.min(maxKl, formula[n.length - 1]), 0);
  });

  it('the textbook formula gives the same where it is precise', () => {
    const { exact } = klCurve(UNIFORM[1], [16]);
    let kl = 0;
    for (let j = 1; j <= 100; j++) {
      const mass = (j / 100) ** 16 - ((j - 1) / 100) ** 16;
      kl += mass * Math.log(mass * 100);
    }
    expect(exact[0]).toBeCloseTo(kl, 12);
  });

  it('rare top outcomes make the KL grow in steps', () => {
    // between the steps the curve is flat: here log n grows by log 2, and the KL by less than 0.4 of that
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
      // with two outcomes the only threshold leaves the better one alone, whose KL is beyond the range of the points
      expect(threshold.length > 0).toBe(reference.probs.length > 2);
      expect(tilted.length).toBe(10);
      for (const { shortfall } of [...bestOfN, ...threshold]) expect(shortfall).toBeGreaterThan(-1e-13);
      for (let i = 1; i < tilted.length; i++) expect(tilted[i].winRate).toBeGreaterThan(tilted[i - 1].winRate);
    }
  });

  it('are printed, and drawn: the committed pictures are those that the command makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'paper-'));
    const run = (...args: string[]) => runIn('.', ['paper', ...args]);
    const { stdout, status } = run('--plots', folder);
    expect(status).toBe(0);
    const rows = JSON.parse(run('--format', 'json').stdout);
    expect(rows[0]).toEqual({ figure: 'kl-uniform', reference: 'uniform over 10', n: 1, formula: 0, exact: 0, estimator: 0 });
    expect(run('--format', 'csv').stdout).toMatch(/^figure,row,column,value\nkl-uniform,0,reference,uniform over 10\n/);
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
