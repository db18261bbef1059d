// Numbers as people read them: in the command's tables, in the report and in the explorer.

/** A number with five digits; '' for null. */
export function short(x: number | null): string {
  if (x === null) return '';
  if (!Number.isFinite(x) || Number.isInteger(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-4 && size < 1e7 ? x.toPrecision(5) : x.toExponential(3);
}

/** A whole number with a comma between thousands. */
export function grouped(x: number): string {
  return x.toLocaleString('en-US');
}

/** A number of things, in the singular or plural: `1 record`, `1,200 records`. */
export function count(x: number, what: string): string {
  return `${grouped(x)} ${what}${x === 1 ? '' : 's'}`;
}

/** A fraction in percent, without the noise of its last bits. */
export function percent(fraction: number): number {
  return Number((100 * fraction).toPrecision(6));
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(x: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(x, 1)) / 3)));
  return `${(x / 1000 ** power).toPrecision(3)} ${BYTE_UNITS[power]}`;
}

/** A standard error below this part of its mean is mere rounding. */
const ROUNDING = 1e-12;

/** How many decimals show two digits of a standard error. */
export function decimalsFor(standardError: number, mean: number): number {
  if (!(standardError > ROUNDING * Math.abs(mean))) return 4;
  return Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(standardError))));
}

/** A mean with its standard error: `0.512 ± 0.014`. */
export function withError(mean: number, standardError: number): string {
  const decimals = decimalsFor(standardError, mean);
  return `${mean.toFixed(decimals)} ± ${standardError.toFixed(decimals)}`;
}

/** The two ends of an interval: `[0.484, 0.540]`. */
export function range([low, high]: readonly [number, number], decimals: number): string {
  return `[${low.toFixed(decimals)}, ${high.toFixed(decimals)}]`;
}

/** What stands in a table where there is no number; a sentence below says why. */
export const NONE = '–';

export const orNone = (text: string): string => text || NONE;
