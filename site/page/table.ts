// The table of numbers at every power of two, to read, to copy and to download.

import { csvOf } from '../../src/cli/output/serialize';
import { NONE, short } from '../../src/format/number';
import { byId, element } from '../dom';
import { EXPLORER_METRICS, type ExplorerMetric, METRIC_NAMES, type MetricRow } from '../explorer-metrics';
import { fileName } from '../file-name';
import { download } from './download';

type Column = keyof MetricRow;

/** From here on n has four digits. */
const MIN_SHORT = 1e15;

/** What is said of a column that is no metric. */
const LABELS: Partial<Record<Column, string>> = { n: 'n', prompts: 'prompts' };

export class NumbersTable {
  #rows: readonly MetricRow[] = [];
  #name = '';
  readonly #table = byId<HTMLTableElement>('table');

  constructor() {
    this.show([], '');
    byId('csv').addEventListener('click', () => {
      download(new Blob([csvOf(this.#rows)], { type: 'text/csv' }), fileName('csv', 'table', this.#name));
    });
    byId('copy').addEventListener('click', () => this.#copy());
  }

  show(rows: readonly MetricRow[], name: string): void {
    this.#rows = rows;
    this.#name = name;
    const columns = this.#columns;
    const labels = columns.map((column) => LABELS[column] ?? EXPLORER_METRICS[column as ExplorerMetric].label);
    this.#table.tHead?.replaceChildren(
      element('tr', {}, ...labels.map((textContent) => element('th', { scope: 'col', textContent })))
    );
    const lines = rows.map((row) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', textContent: row.n < MIN_SHORT ? String(row.n) : row.n.toExponential(3) }),
        ...columns.slice(1).map((column) => element('td', { textContent: cellOf(row[column] ?? null) }))
      )
    );
    this.#table.tBodies[0].replaceChildren(...lines);
    this.#allow();
    byId('copied').textContent = '';
  }

  /** The columns that have a value, all as long as there are no rows. The number of prompts is there for means only. */
  get #columns(): Column[] {
    const rows = this.#rows;
    const means: Column[] = rows[0]?.prompts === undefined ? [] : ['prompts'];
    const known = METRIC_NAMES.filter((name) => rows.length === 0 || rows.some((row) => (row[name] ?? null) !== null));
    return ['n', ...means, ...known];
  }

  /** There is something to copy and to download only once the numbers are there. */
  #allow(): void {
    for (const id of ['csv', 'copy']) byId<HTMLButtonElement>(id).disabled = this.#rows.length === 0;
  }

  /** With tabs between the columns, so that it can be pasted into a spreadsheet. */
  async #copy(): Promise<void> {
    const columns = this.#columns;
    const text = [columns.join('\t'), ...this.#rows.map((row) => columns.map((name) => row[name] ?? '').join('\t'))].join('\n');
    try {
      await navigator.clipboard.writeText(text);
      byId('copied').textContent = `Copied ${this.#rows.length} rows.`;
    } catch {
      byId('copied').textContent = 'The browser did not allow copying; download the CSV instead.';
    }
  }
}

/** Empty where a value is not known; a dash where it is undefined. */
const cellOf = (value: number | null) => (Number.isNaN(value ?? 0) ? NONE : short(value));
