// The estimates of two runs prompt by prompt: their differences, and how sure those are.

import { adjustPValues } from './adjust-p-values';
import type { Matched } from './compared-runs';
import type { Compared, Comparison } from './comparison';
import { byField } from './estimate-fields';
import { exp, log } from './numerics/exp-log';
import { ROUNDING, sizeOfPairs } from './numerics/rounding';
import { sumOf } from './numerics/sum';
import { pairedDifference, studentInterval } from './paired-difference';
import type { RunEstimates } from './run-estimates';

const NOTHING: Compared = {
  first: null,
  second: null,
  prompts: 0,
  difference: null,
  standardError: null,
  interval: null,
  band: null,
  pValue: null,
  adjustedPValue: null,
  test: null,
  better: 0,
  worse: 0,
  tied: 0,
};

/** A comparison before what depends on all n together is known. */
interface Finding {
  compared: Compared;
  /** The interval of another confidence; absent where there is none. */
  intervalAt?(confidence: number): [number, number];
}

/** Compares the prompts that two runs have in common, for each estimate that both have. */
export function compareRuns(
  first: RunEstimates,
  second: RunEstimates,
  common: Matched,
  { ns, confidence }: { ns: readonly number[]; confidence: number }
): Comparison {
  const keys = first.keys.filter((key) => second.keys.includes(key));
  const byKey = new Map(
    keys.map((key) => {
      const findings = ns.map((_, i) => findingOf(first.column(key, i), second.column(key, i), common, confidence));
      return [key, together(findings, ns, confidence)];
    })
  );
  const { clusters, onlyFirst, onlySecond } = common;
  return {
    prompts: common.first.length,
    onlyFirst,
    onlySecond,
    ...(clusters ? { clusters: new Set(clusters).size } : {}),
    confidence,
    rows: ns.map((n, i) => ({ n, ...byField(keys, (key) => byKey.get(key)?.[i] ?? NOTHING) })),
  };
}

/** What is found at every n, with bands and p-values that hold for all of them at once. */
function together(findings: readonly Finding[], ns: readonly number[], confidence: number): Compared[] {
  const tested = findings.map((_, i) => i).filter((i) => findings[i].compared.pValue !== null && ns.indexOf(ns[i]) === i);
  const adjusted = adjustPValues(tested.map((i) => findings[i].compared.pValue as number));
  const ofEach = exp(log(confidence) / Math.max(1, tested.length));
  return findings.map(({ compared, intervalAt }, i) => ({
    ...compared,
    band: intervalAt?.(ofEach) ?? null,
    // a grid may name an n again, which is no further test
    adjustedPValue: adjusted[tested.indexOf(ns.indexOf(ns[i]))] ?? null,
  }));
}

function findingOf(first: ArrayLike<number>, second: ArrayLike<number>, common: Matched, confidence: number): Finding {
  const places = Array.from(common.first, (_, p) => p).filter(
    (p) => Number.isFinite(first[common.first[p]]) && Number.isFinite(second[common.second[p]])
  );
  const prompts = places.length;
  if (prompts === 0) return { compared: NOTHING };
  const a = Float64Array.from(places, (p) => first[common.first[p]]);
  const b = Float64Array.from(places, (p) => second[common.second[p]]);
  const clusters = common.clusters && places.map((p) => (common.clusters as (string | number)[])[p]);
  const units = clusters ? new Set(clusters).size : prompts;
  // prompts of one cluster alone have no error
  const isAlone = clusters !== undefined && units < 2;
  const options = clusters && !isAlone ? { clusters } : {};
  const found = pairedDifference(a, b, { ...options, confidence });
  const error = found.clusteredStandardError ?? found.standardError;
  const varies = !isAlone && error !== null && error > ROUNDING * sizeOfPairs(a, b);
  const signs = Array.from(a, (x, p) => signOf(x, b[p]));
  return {
    compared: {
      ...NOTHING,
      first: meanOf(a),
      second: meanOf(b),
      prompts,
      difference: found.mean,
      standardError: found.standardError,
      ...(clusters ? { clusteredStandardError: found.clusteredStandardError ?? null } : {}),
      interval: varies ? found.interval : null,
      // where nothing varies, Student's t knows nothing
      pValue: varies || (found.test !== 't' && !isAlone) ? found.pValue : null,
      test: prompts > 1 && !isAlone ? found.test : null,
      better: signs.filter((sign) => sign > 0).length,
      worse: signs.filter((sign) => sign < 0).length,
      tied: signs.filter((sign) => sign === 0).length,
    },
    ...(varies ? { intervalAt: (level) => studentInterval(found.mean, error, units - 1, level) } : {}),
  };
}

/** The mean of finite values. */
function meanOf(values: Float64Array): number {
  const sum = sumOf(values.length, (i) => values[i]);
  return Number.isFinite(sum) ? sum / values.length : sumOf(values.length, (i) => values[i] / values.length);
}

/** Whether a is higher than b (1), lower (-1), or equal up to rounding (0). */
function signOf(a: number, b: number): number {
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b)) ? 0 : Math.sign(a - b);
}
