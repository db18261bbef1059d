// Every golden value, in both engines, within promise 2: a relative error of 1e-13, or of 2^-51 |ln value| where that is larger.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { klBound, klEstimate, type MetricName, type Metrics, Support, useEngine, winRateBound } from '../../src/index';
import { type Recipe, supportOf } from '../helpers/recipes';

type Values = Record<string, string>;
type Golden = Recipe & { results: (Values & { n: number; policy?: string[] })[] };

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8')) as T;
}

const cases = read<Golden[]>('golden.json');
const estimators = read<{
  closedForms: { n: number; klBound: string; winRateBound: string }[];
  estimator: { n: number; epsilon: number; klEstimate: string }[];
  estimatorMean: (Recipe & { n: number; klEstimate: string; collisionProbability: string })[];
}>('estimators.json');

/** The worst error seen of each metric, in units of what is allowed, and relative. */
const worst = new Map<string, { share: number; relative: number; where: string }>();

function check(what: string, actual: number, golden: string, where: string): void {
  const value = Number(golden);
  if (golden === '0') {
    expect(Math.abs(actual), `${what} of ${where}`).toBeLessThanOrEqual(1e-300);
    return;
  }
  const allowed = Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(Math.abs(value))));
  const relative = Math.abs(actual - value) / Math.abs(value);
  const share = relative / allowed;
  if (!(share <= (worst.get(what)?.share ?? -1))) worst.set(what, { share, relative, where });
  expect(share, `${what} of ${where} is ${actual}, golden ${golden}`).toBeLessThanOrEqual(1);
}

afterAll(() => {
  const rows = [...worst].map(([what, { relative, share, where }]) => [what, relative.toExponential(1), share.toFixed(3), where]);
  console.table(
    Object.fromEntries(rows.map(([what, error, share, where]) => [what, { 'worst error': error, 'of allowed': share, where }]))
  );
});

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  it.each(cases)('golden $name', (golden) => {
    useEngine(kind);
    const support = Support.from(supportOf(golden));
    for (const { n, policy, ...values } of golden.results) {
      const where = `${golden.name} n=${n} ${kind}`;
      const metrics = support.metrics(n);
      for (const [name, value] of Object.entries(values)) {
        const actual = name === 'referenceReward' ? support.referenceReward : metrics[name as MetricName & keyof Metrics];
        check(name, actual, value, where);
      }
      const actual = policy && support.policy(n);
      policy?.forEach((value, i) => {
        if (Number(value) > 1e-290) check('policy', actual?.[i] ?? Number.NaN, value, `${where} outcome ${i}`);
      });
    }
    support.dispose();
  });

  it('mean of the estimator and collision probability', () => {
    useEngine(kind);
    for (const golden of estimators.estimatorMean) {
      const support = Support.from(supportOf(golden));
      const where = `${golden.name} n=${golden.n} ${kind}`;
      check('klEstimate', support.metrics(golden.n, ['klEstimate']).klEstimate, golden.klEstimate, where);
      check('collisionProbability', support.collisionProbability, golden.collisionProbability, where);
      support.dispose();
    }
  });
});

describe('closed forms', () => {
  it('klBound and winRateBound', () => {
    for (const { n, ...golden } of estimators.closedForms) {
      check('klBound', klBound(n), golden.klBound, `n=${n}`);
      check('winRateBound', winRateBound(n), golden.winRateBound, `n=${n}`);
    }
  });

  it('klEstimate at one point', () => {
    for (const { n, epsilon, klEstimate: golden } of estimators.estimator) {
      check('klEstimate(n, epsilon)', klEstimate(n, epsilon), golden, `n=${n} epsilon=${epsilon}`);
    }
  });
});
