// Rows of results as CSV, JSON and JSON lines, with every digit.

export type Cell = number | string | null;

/** A CSV table with a header line; null is an empty cell. */
export function csvOf(rows: readonly Record<string, Cell>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name]))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

export function quoted(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function jsonlOf(rows: readonly object[]): string {
  return rows.map((row) => `${jsonOf(row)}\n`).join('');
}

/** JSON has no infinities: they are written as strings. */
export function jsonOf(value: unknown, indent?: number): string {
  const write = (_: string, part: unknown) => (typeof part !== 'number' || Number.isFinite(part) ? part : String(part));
  return JSON.stringify(value, write, indent);
}

/** A number to read: five digits. */
export function short(x: number | null): string {
  if (x === null) return '';
  if (!Number.isFinite(x) || Number.isInteger(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-4 && size < 1e7 ? x.toPrecision(5) : x.toExponential(3);
}
