// A comparison of runs as text: verdicts and tables to read, or every digit as CSV, JSON or JSON lines.

import type { Compared } from '../../comparison';
import { atKey, nameOfKey, scoreOf } from '../../estimate-fields';
import { wrapped } from '../../format/columns';
import { count, decimalsFor, NONE, orNone, percent, range, short, withError } from '../../format/number';
import { oneLine } from '../../format/visible';
import type { ComparedGroups, ComparedPair } from '../../sample-files/compare-groups';
import { commandName } from '../../sample-files/estimate-words';
import type { FileRead } from '../../sample-files/part-merger';
import type { SampleColumns } from '../../sample-files/sample-columns';
import type { Result } from '../output/output-format';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';
import { headlineOf, powerText, shortP, verdictOf } from './verdict';

/** @param wanted - the difference that one wants to notice, if any. */
export function comparisonResult(
  files: readonly FileRead[],
  columns: SampleColumns,
  compared: ComparedGroups,
  wanted?: number
): Result {
  return {
    text: (width) => textOf(compared, columns, { width, wanted }),
    rows: () => compared.pairs.flatMap((pair) => flatRows(pair)),
    json: () => ({
      files,
      shape: columns,
      by: compared.by,
      comparisons: compared.pairs.map(({ labels, first, second, comparison }) => ({ ...labels, first, second, ...comparison })),
      alone: compared.alone,
    }),
  };
}

/** The comparison of an estimate at every n. */
function rowsOf({ comparison }: ComparedPair, key: string): { n: number; compared: Compared }[] {
  return comparison.rows.map((row) => ({ n: row.n, compared: atKey(row, key) }));
}

function flatRows(pair: ComparedPair): Record<string, Cell>[] {
  return pair.keys.flatMap((key) =>
    rowsOf(pair, key).map(({ n, compared }): Record<string, Cell> => {
      const { interval, band, first, second, ...others } = compared;
      return {
        ...pair.labels,
        first: pair.first,
        second: pair.second,
        estimate: nameOfKey(key),
        n,
        firstMean: first,
        secondMean: second,
        ...others,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
        bandLow: band?.[0] ?? null,
        bandHigh: band?.[1] ?? null,
      };
    })
  );
}

/** The estimates that people compare: what a run says of chance wins and of the KL divergence is of itself alone. */
const shownKeys = ({ keys }: ComparedPair) => keys.filter((key) => key !== 'winRate' && key !== 'klEstimate');

interface TextOptions {
  width: number;
  wanted?: number;
}

function textOf({ by, pairs, alone }: ComparedGroups, columns: SampleColumns, options: TextOptions): string {
  const { width } = options;
  const parts = pairs.map((pair) => pairText(pair, columns, by, options));
  const left = alone.length > 0 ? [wrapped(oneLine(`Nothing to compare with: ${alone.join(', ')}.`), width)] : [];
  return `\n${[...parts, ...left].join('\n\n')}\n`;
}

function pairText(pair: ComparedPair, columns: SampleColumns, by: string, { width, wanted }: TextOptions): string {
  const labels = Object.entries(pair.labels).map(([name, value]) => `${name} ${value}`);
  const heading = labels.length > 0 ? [`${labels.join(', ')}:`] : [];
  const keys = shownKeys(pair);
  const verdicts = keys.map((key) => `${verdictOf(pair, headlineOf(rowsOf(pair, key)), key, by)}.`);
  const powers = keys
    .map((key) => powerText(pair, headlineOf(rowsOf(pair, key)), key, { wanted, isOneOfSeveral: keys.length > 1 }))
    .filter((text) => text !== '');
  const said = [...heading, ...verdicts, commonText(pair), ...new Set(powers.map((text) => `${text}.`))].map((line) =>
    wrapped(oneLine(line), width)
  );
  const tables = keys.map((key) => `${oneLine(titleOf(key, columns.reward))}\n${tableOf(pair, key, width)}`);
  return [said.join('\n'), ...tables].join('\n\n');
}

/** What a table is of. */
function titleOf(key: string, reward: string): string {
  const chosen = key === 'expectedReward' ? reward : scoreOf(key);
  return chosen === undefined ? `${commandName(nameOfKey(key))}, at k = n` : `${chosen} of the best of n`;
}

/** How many ids are named. */
const MAX_IDS = 5;

function commonText({ first, second, comparison }: ComparedPair): string {
  const { prompts, onlyFirst, onlySecond, clusters } = comparison;
  const only = [
    [first, onlyFirst],
    [second, onlySecond],
  ] as const;
  const left = only.flatMap(([name, ids]) =>
    ids.length === 0 ? [] : [`${count(ids.length, 'prompt')} only in ${name} (${some(ids)})`]
  );
  const grouped = clusters === undefined ? '' : `, in ${count(clusters, 'cluster')}, over which the errors are taken`;
  return `${count(prompts, 'prompt')} in both${grouped}${left.map((text) => `; ${text}`).join('')}. Differences are ${first} less ${second}.`;
}

function some(ids: readonly string[]): string {
  const named = ids.slice(0, MAX_IDS).join(', ');
  return ids.length > MAX_IDS ? `${named} and ${ids.length - MAX_IDS} more` : named;
}

function tableOf(pair: ComparedPair, key: string, width: number): string {
  const rows = rowsOf(pair, key);
  const interval = `${percent(pair.comparison.confidence)} % interval`;
  const head = ['n', 'prompts', pair.first, pair.second, 'difference', interval, 'p'];
  const more = isGrid(rows) ? ['p adjusted', 'band over all n'] : [];
  const cells = rows.map(({ n, compared }) => [
    String(n),
    String(compared.prompts),
    orNone(short(compared.first)),
    orNone(short(compared.second)),
    differenceText(compared),
    rangeText(compared, compared.interval),
    orNone(shortP(compared.pValue)),
    ...(isGrid(rows) ? [orNone(shortP(compared.adjustedPValue)), rangeText(compared, compared.band)] : []),
    `${compared.better}/${compared.worse}/${compared.tied}`,
  ]);
  // the interval stays beside the difference
  const table = textTable([...head, ...more, 'better/worse/tied'], cells, { beside: [5], width });
  return [table, ...dashTexts(pair, rows).map((line) => wrapped(oneLine(line), width))].join('\n');
}

/** Only over several n are there p-values to adjust, and bands for all of them. */
const isGrid = (rows: readonly { n: number }[]) => new Set(rows.map(({ n }) => n)).size > 1;

/** Why there are dashes in the rows, a sentence for each reason. */
function dashTexts({ first, second }: ComparedPair, rows: readonly { n: number; compared: Compared }[]): string[] {
  const none = rows.filter(({ compared }) => compared.difference === null).map(({ n }) => n);
  const bare = rows.filter(({ compared }) => compared.difference !== null && compared.interval === null);
  const single = bare.filter(({ compared }) => compared.prompts === 1).map(({ n }) => n);
  const alike = bare.filter(({ compared }) => compared.prompts > 1).map(({ n }) => n);
  const at = (ns: readonly number[]) => `n = ${ns.join(', ')}`;
  return [
    ...(none.length > 0 ? [`No prompt of both ${first} and ${second} can answer ${at(none)}.`] : []),
    ...(single.length > 0 ? [`A single prompt has no interval, at ${at(single)}.`] : []),
    ...(alike.length > 0 ? [`Where all prompts differ alike there is no interval, at ${at(alike)}.`] : []),
  ];
}

function differenceText({ difference, interval, standardError, clusteredStandardError }: Compared): string {
  if (difference === null) return NONE;
  const error = clusteredStandardError ?? standardError;
  return error === null || interval === null ? short(difference) : withError(difference, error);
}

function rangeText(
  { difference, standardError, clusteredStandardError }: Compared,
  ends: readonly [number, number] | null
): string {
  const error = clusteredStandardError ?? standardError;
  if (ends === null || difference === null || error === null) return NONE;
  return range(ends, decimalsFor(error, difference));
}
