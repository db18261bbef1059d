// The first rows of the reader's own data, so that one sees what was read.

import { count } from '../../src/format/number';
import { byId, element } from '../dom';
import type { Preview } from '../files/preview';

export function showPreview({ columns, rows, allColumns }: Preview): void {
  const more = allColumns - columns.length;
  byId('preview-caption').textContent =
    `The first ${rows.length === 1 ? 'row' : `${rows.length} rows`}${more > 0 ? `, without ${count(more, 'further column')}` : ''}`;
  byId<HTMLTableElement>('preview-table').replaceChildren(
    element('thead', {}, element('tr', {}, ...columns.map((name) => element('th', { scope: 'col', textContent: name })))),
    element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', { textContent: cell })))))
  );
  byId('preview').hidden = false;
}
