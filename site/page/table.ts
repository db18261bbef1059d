// The table of numbers at every power of two, to read, to copy and to download.

import { csvOf } from '../../src/cli/output/serialize';
import { NONE, short } from '../../src/format/number';
import { byId, element } from '../dom';
import { EXPLORER_METRICS, METRIC_NAMES, type MetricRow } from '../explorer-metrics';
import { download } from './download';

const COLUMNS = ['n', ...METRIC_NAMES] as const;

export class NumbersTable {
  #rows: readonly MetricRow[] = [];
  #name = '';

  constructor() {
    const labels = ['n', ...METRIC_NAMES.map((name) => EXPLORER_METRICS[name].label)];
    const head = labels.map((textContent) => element('th', { scope: 'col', textContent }));
    byId<HTMLTableElement>('table').tHead?.replaceChildren(element('tr', {}, ...head));
    this.#allow();
    byId('csv').addEventListener('click', () => {
      download(new Blob([csvOf(this.#rows)], { type: 'text/csv' }), `${this.#name.replace(/[^\w.-]+/g, '-')}.csv`);
    });
    byId('copy').addEventListener('click', () => this.#copy());
  }

  show(rows: readonly MetricRow[], name: string): void {
    this.#rows = rows;
    this.#name = name;
    const lines = rows.map((row) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', textContent: String(row.n) }),
        ...METRIC_NAMES.map((metric) => element('td', { textContent: cellOf(row[metric]) }))
      )
    );
    byId<HTMLTableElement>('table').tBodies[0].replaceChildren(...lines);
    this.#allow();
    byId('copied').textContent = '';
  }

  /** There is something to copy and to download only once the numbers are there. */
  #allow(): void {
    for (const id of ['csv', 'copy']) byId<HTMLButtonElement>(id).disabled = this.#rows.length === 0;
  }

  /** With tabs between the columns, so that it can be pasted into a spreadsheet. */
  async #copy(): Promise<void> {
    const text = [COLUMNS.join('\t'), ...this.#rows.map((row) => COLUMNS.map((name) => row[name] ?? '').join('\t'))].join('\n');
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
