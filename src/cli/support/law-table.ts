// Rules of selection as rows: those that were asked for by name, and all of them at one KL divergence.

import { NONE, short } from '../../format/number';
import type { Support } from '../../index';
import { lawOf, policyOfLaw } from '../../law-names';
import { sumOf } from '../../numerics/sum';
import { FRONTIER, type RuleAtKl, rulesAtKl, shortfallOf } from '../../rules-at-kl';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';
import type { Policy } from './policy-file';

/** A rule that was asked for. */
export type LawRow = Record<string, Cell> & {
  law: string;
  kl: number;
  winRate: number;
  shortfall: number;
  expectedReward: number;
};

/** A second score, by the name of its column. */
export interface Score {
  name: string;
  values: Float64Array;
}

/** The mean of a score under a policy; outcomes without probability do not count. */
const meanOf = ({ name, values }: Score, policy: Float64Array) => ({
  [`score.${name}`]: sumOf(policy.length, (i) => (policy[i] === 0 ? 0 : policy[i] * values[i])),
});

/** Rows and policies of rules by name. */
export function lawRows(support: Support, laws: readonly string[], gold?: Score): { rows: LawRow[]; policies: Policy[] } {
  const policies: Policy[] = [];
  const rows = laws.map((law) => {
    const { policy, kl, winRate, expectedReward } = policyOfLaw(lawOf(law), support);
    policies.push([law, policy]);
    const shortfall = shortfallOf({ kl, winRate });
    return { law, kl, winRate, shortfall, expectedReward, ...(gold ? meanOf(gold, policy) : {}) };
  });
  return { rows, policies };
}

/** All rules at the divergence of best-of-n. */
export interface EqualKl {
  n: number;
  /** Nats. */
  kl: number;
  rules: RuleRow[];
}

export type RuleRow = Record<string, Cell> & { rule: string };

/** What is shown and written of the rules, their policies, and the rules themselves. */
export function equalKlOf(support: Support, rewards: Float64Array, n: number, gold?: Score) {
  const rules = rulesAtKl(support, rewards, n);
  const policies = rules.flatMap(({ law, at }): Policy[] => (law && at?.policy ? [[law, at.policy]] : []));
  const rows = rules.map((row) => ruleRow(row, gold));
  return { equalKl: { n, kl: support.metrics(n, ['kl']).kl, rules: rows }, policies, rules };
}

function ruleRow({ rule, law, parameter, at, reason }: RuleAtKl, gold?: Score): RuleRow {
  const { kl = null, winRate = null, shortfall = null, expectedReward = null, policy } = at ?? {};
  const score = gold && (policy ? meanOf(gold, policy) : { [`score.${gold.name}`]: null });
  return {
    rule,
    law: law ?? null,
    parameter: parameter?.[0] ?? null,
    value: parameter?.[1] ?? null,
    kl,
    winRate,
    shortfall,
    expectedReward,
    ...score,
    reason: reason ?? null,
  };
}

const COLUMNS = ['kl', 'winRate', 'shortfall', 'expectedReward'];

const headOf = (name: string) => name.replace(/^score\./, '');
const cellOf = (x: Cell) => (typeof x === 'number' && !Number.isNaN(x) ? short(x) : NONE);

const scoresIn = (row: object) => Object.keys(row).filter((name) => name.startsWith('score.'));

export function lawTable(rows: readonly LawRow[], width: number): string {
  const names = [...COLUMNS, ...scoresIn(rows[0])];
  return textTable(
    ['law', ...names.map(headOf)],
    rows.map((row) => [row.law, ...names.map((name) => cellOf(row[name]))]),
    { width, left: [0] }
  );
}

export function ruleTable({ rules }: EqualKl, width: number): string {
  const names = [...COLUMNS, ...scoresIn(rules[0])];
  return textTable(
    ['rule', 'parameter', ...names.map(headOf)],
    rules.map((row) => [
      row.rule,
      row.parameter === null ? NONE : `${row.parameter} = ${cellOf(row.value)}`,
      ...names.map((name) => cellOf(row[name])),
    ]),
    { width, left: [0, 1], keys: 2 }
  );
}

/** What is to be said of the rules: of those without a policy why, and what the last row is. */
export function ruleSentences({ n, kl, rules }: EqualKl): string[] {
  return [
    `Each rule has the parameter at which its KL divergence is that of best-of-n at n = ${n}, ${short(kl)} nats.`,
    ...rules.flatMap(({ rule, reason }) => (reason === null ? [] : [`${rule}: ${reason}.`])),
    `The ${FRONTIER} is the largest win rate that a policy of this divergence can have on a continuous reference, and the shortfall what a rule lacks to it.`,
  ];
}

/** What the shortfall of a rule is. */
export const SHORTFALL_SENTENCE =
  'The shortfall is what the win rate lacks to the largest that a policy of this divergence can have on a continuous reference.';
