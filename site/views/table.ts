// The numbers at every power of two, to read, to copy and to keep.

import { csvOf } from '../../src/cli/output/serialize';
import { short } from '../../src/format/number';
import { byId, element } from '../dom';
import { FIELDS, LABELS, type Values } from '../fields';
import { download } from './download';

type Row = { n: number } & Values;

const COLUMNS = ['n', ...FIELDS] as const;

export class TableView {
  #rows: Row[] = [];
  #name = '';

  constructor() {
    const head = COLUMNS.map((name) => element('th', { scope: 'col', textContent: name === 'n' ? 'n' : LABELS[name] }));
    byId<HTMLTableElement>('table').tHead?.replaceChildren(element('tr', {}, ...head));
    byId('csv').addEventListener('click', () => {
      download(new Blob([csvOf(this.#rows)], { type: 'text/csv' }), `${this.#name.replace(/[^\w.-]+/g, '-')}.csv`);
    });
    byId('copy').addEventListener('click', () => this.#copy());
  }

  show(rows: Row[], name: string): void {
    this.#rows = rows;
    this.#name = name;
    const lines = rows.map((row) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', textContent: String(row.n) }),
        ...FIELDS.map((field) => element('td', { textContent: short(row[field]) }))
      )
    );
    byId<HTMLTableElement>('table').tBodies[0].replaceChildren(...lines);
    byId('copied').textContent = '';
  }

  /** As a spreadsheet takes it. */
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
