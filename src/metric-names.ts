// What can be asked of best-of-n on a support by name: the metrics, and those with a number in parentheses. Command and service walk over this table.

import { type Call, callOf, callsOf, type Family, type Parameter, patternsOf } from './input/call-names';
import { checkN, type Numbers } from './input/numbers';
import { METRICS, type MetricName } from './metrics';
import type { Support } from './support';

interface Quantity extends Family {
  /** Absent for the metrics of `Support.metrics`. */
  at?(support: Support, n: number, x: number): number;
}

const POSITIVE: Parameter = { symbol: 'ALPHA', allows: (x) => x > 0, expected: 'a number > 0' };
const AT_LEAST_1: Parameter = { symbol: 'GAMMA', allows: (x) => x >= 1 && x < Infinity, expected: 'a finite number >= 1' };
const LEVEL: Parameter = { symbol: 'LEVEL', allows: (x) => x > 0 && x <= 1, expected: 'a number from 0 to 1, without 0' };
const SAMPLES: Parameter = { symbol: 'M', allows: (x) => x >= 1, expected: 'a number >= 1' };

const QUANTITIES: Readonly<Record<string, Quantity>> = {
  ...Object.fromEntries(METRICS.map((name) => [name, { parameters: [] }])),
  renyi: { parameters: [POSITIVE], at: (support, n, alpha) => support.renyi(n, alpha) },
  hockeyStick: { parameters: [AT_LEAST_1], at: (support, n, gamma) => support.hockeyStick(n, gamma) },
  quantile: { parameters: [LEVEL], at: (support, n, level) => support.quantile(n, level) },
  winRateAgainst: { parameters: [SAMPLES], at: (support, n, m) => support.winRateAgainst(n, m) },
};

/** How the names are written, for helps and messages. */
export const METRIC_PATTERNS: readonly string[] = patternsOf(QUANTITIES);

/** Names of metrics, read and checked; each is one of the table's under the name in which everything writes it. */
export interface Quantities {
  readonly names: readonly string[];
  /** Each at one n. */
  at(support: Support, n: number): Record<string, number>;
  /** Each at many n, an array with an entry for every n. */
  curve(support: Support, ns: Numbers): Record<string, Float64Array>;
}

/**
 * Reads the names of metrics, as `kl` and `renyi(2)`; each counts once.
 *
 * @param placeOf - what messages call a name of the list.
 * @throws RangeError (`UNKNOWN_NAME`, `OUT_OF_RANGE`) that names the first that is wrong; RangeError (`EMPTY`) where there is none.
 */
export function quantitiesOf(names: readonly unknown[], placeOf = (i: number) => `fields[${i}]`): Quantities {
  const all = callsOf(names, (name, place, i) => callOf(name, QUANTITIES, place, i), placeOf, 'a metric');
  const fixed = all.filter(({ family }) => family.at === undefined).map(({ name }) => name as MetricName);
  const others = all.filter(({ family }) => family.at !== undefined);
  const quantityAt = ({ family, numbers: [x] }: Call<Quantity>, support: Support, n: number) => {
    checkN(n);
    return family.at?.(support, n, x) as number;
  };
  return {
    names: all.map(({ name }) => name),
    at(support, n) {
      const values: Record<string, number> = fixed.length > 0 ? { ...support.metrics(n, fixed) } : {};
      for (const call of others) values[call.name] = quantityAt(call, support, n);
      return inOrder(all, values);
    },
    curve(support, ns) {
      const values: Record<string, Float64Array> = fixed.length > 0 ? { ...support.curve(ns, fixed) } : {};
      for (const call of others) values[call.name] = Float64Array.from(ns, (n) => quantityAt(call, support, n));
      return inOrder(all, values);
    },
  };
}

function inOrder<T>(calls: readonly { name: string }[], values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(calls.map(({ name }) => [name, values[name]]));
}
