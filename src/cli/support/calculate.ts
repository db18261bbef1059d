// Everything that is asked of one reward of a support.

import type { Support } from '../../index';
import { type Drawn, goldCurveOf, ruleCurvesOf } from './drawn';
import { type Findings, findingsOf } from './findings';
import { type EqualKl, equalKlOf, type LawRow, lawRows, type Score } from './law-table';
import { DEFAULT_EQUAL_KL, DEFAULT_GRID, type SupportOptions } from './options';
import type { Policy } from './policy-file';
import { METRICS_SHOWN, type Row, rowsOf } from './support-table';

/** The results of one reward, as JSON has them. */
export interface Table extends Findings {
  reward: string;
  outcomes: number;
  blocks: number;
  /** The table over n; absent where rules are asked for. */
  rows?: Row[];
  laws?: LawRow[];
  equalKl?: EqualKl[];
}

export interface Calculated {
  table: Table;
  policies: Policy[];
  drawn?: Drawn;
}

/** @param rewards - those that the support was made of. */
export function calculate(
  support: Support,
  reward: string,
  rewards: Float64Array,
  options: SupportOptions,
  score: Score | undefined
): Calculated {
  const { plot, target, cost, gold } = options;
  const { rows, laws, equalKl, policies, rules } = tablesOf(support, rewards, options, score);
  const findings = findingsOf(support, { reward, gold, target, cost });
  const { size: outcomes, blocks } = support;
  const tables = { ...(rows && { rows }), ...(laws && { laws }), ...(equalKl && { equalKl }) };
  const table = { reward, outcomes, blocks, ...tables, ...findings };
  if (plot === undefined) return { table, policies };
  const drawn: Drawn = {
    reward,
    ...(rows && { rows }),
    ...(laws && { laws }),
    ...(rules && { rules: rules() }),
    ...(score && { gold: goldCurveOf(support, score, options.n ?? DEFAULT_GRID) }),
  };
  return { table, policies, drawn };
}

/** What is asked for: rules by name, all rules at one divergence, or the metrics over n. */
function tablesOf(support: Support, rewards: Float64Array, options: SupportOptions, score?: Score) {
  const { law, equalKl, metric = METRICS_SHOWN, policy, gold } = options;
  if (law) {
    const { rows: laws, policies } = lawRows(support, [...(options.n ?? []).map((n) => `bestOf(${n})`), ...law], score);
    return { laws, policies };
  }
  if (equalKl) {
    const all = (options.n ?? DEFAULT_EQUAL_KL).map((n) => equalKlOf(support, rewards, n, score));
    const [first] = all;
    // one policy for each name, since several n may lead to one parameter
    const policies = new Map(all.flatMap(({ policies }) => policies));
    return {
      equalKl: all.map(({ equalKl }) => equalKl),
      policies: [...policies],
      rules: () => ruleCurvesOf(support, rewards, first.equalKl, first.rules),
    };
  }
  const ns = options.n ?? DEFAULT_GRID;
  const rows = rowsOf(support, ns, metric, gold);
  return { rows, policies: policy === undefined ? [] : ns.map((n): Policy => [`n=${n}`, support.policy(n)]) };
}
