// The results of `best-of-n support` as text: tables to read, or every digit as CSV, JSON or JSON lines.

import { wrapped } from '../../format/columns';
import { oneLine } from '../../format/visible';
import type { Result } from '../output/output-format';
import type { Table } from './calculate';
import { findingSentences } from './findings-text';
import { lawTable, ruleSentences, ruleTable, SHORTFALL_SENTENCE } from './law-table';
import { tableOf, verdictOf } from './support-table';

export function supportResult(tables: readonly Table[]): Result {
  return {
    text: (width) => tables.map((table) => textOf(table, width)).join(''),
    json: () => tables,
    rows: () => tables.flatMap(({ reward, ...table }) => flatRows(table).map((row) => ({ reward, ...row }))),
  };
}

function flatRows({ rows, laws, equalKl = [] }: Omit<Table, 'reward'>): readonly Record<string, number | string | null>[] {
  return rows ?? laws ?? equalKl.flatMap(({ n, rules }) => rules.map((row) => ({ n, ...row })));
}

function textOf(table: Table, width: number): string {
  const { reward, outcomes, blocks, rows, laws, equalKl = [] } = table;
  const said = (sentences: readonly (string | undefined)[]) =>
    sentences.flatMap((sentence) => (sentence === undefined ? [] : [`${wrapped(oneLine(sentence), width)}\n`])).join('');
  const parts = [
    ...(rows ? [`${tableOf(rows, width)}\n${said([verdictOf(rows)])}`] : []),
    ...(laws ? [`${lawTable(laws, width)}\n${said([SHORTFALL_SENTENCE])}`] : []),
    ...equalKl.map((one) => {
      const [first, ...others] = ruleSentences(one);
      return `${said([first])}${ruleTable(one, width)}\n${said(others)}`;
    }),
  ];
  const found = findingSentences(table, reward);
  const heading = `\nreward ${oneLine(reward)}: ${outcomes} outcomes, ${blocks} distinct rewards of positive mass\n`;
  return `${heading}${parts.join('\n')}${said(found)}`;
}
