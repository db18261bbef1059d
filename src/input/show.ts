// Values that a caller gave, as messages show them.

/** A value as a message shows it, or its type where the value alone would not tell. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'value without a type'}`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}
