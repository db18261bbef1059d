// Rows of results as CSV, JSON and JSON lines, with every digit.

export type Cell = number | string | null;

/**
 * A CSV table with a header line; null is an empty cell.
 *
 * @param safe - whether texts are marked that a spreadsheet would take for a formula.
 */
export function csvOf(rows: readonly Record<string, Cell>[], safe = false): string {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => csvLine(cells, safe)).join('');
}

/** A line of CSV, with quotes around the cells that need them. */
export function csvLine(cells: readonly Cell[], safe = false): string {
  return `${cells.map((cell) => quoted(cell, safe)).join(',')}\n`;
}

/** How a formula begins, also in full-width characters, and what a spreadsheet may leave out before it. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A text that is a number is none. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function quoted(cell: Cell, safe: boolean): string {
  let text = cell === null ? '' : String(cell);
  if (safe && typeof cell === 'string' && FORMULA.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function jsonlOf(rows: readonly object[]): string {
  return rows.map((row) => `${jsonOf(row)}\n`).join('');
}

/** JSON, with the infinities that it lacks as strings. */
export function jsonOf(value: unknown, indent?: number): string {
  const write = (_: string, part: unknown) => (typeof part !== 'number' || Number.isFinite(part) ? part : String(part));
  return JSON.stringify(value, write, indent);
}
