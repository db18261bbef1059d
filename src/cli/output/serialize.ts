// Rows of results as CSV, JSON and JSON lines, with every digit.

export type Cell = number | string | null;

/** A CSV table with a header line; null is an empty cell. */
export function csvOf(rows: readonly Record<string, Cell>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name]))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

/** A cell of CSV, in quotes where it needs them. */
export function quoted(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
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
