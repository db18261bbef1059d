// The name that somebody may have meant.

/** How many letters have to be put in, left out or changed to make one name of the other; Infinity where their lengths differ by more than three. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++)
      next.push(Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + Number(a[i - 1] !== b[k - 1])));
    row = next;
  }
  return row[b.length];
}

/** Names that differ by more letters than this part of their length are not alike. */
const MAX_PART = 1 / 3;

/** The name that is most like the one given, capital letters or not: one of which it is the beginning, or nearly the same; undefined if none is. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const near = names
    .map((name) => {
      const other = name.toLowerCase();
      return { name, distance: wanted.length > 2 && other.startsWith(wanted) ? 0 : distance(wanted, other) };
    })
    .filter(
      ({ name, distance }) => distance <= Math.max(wanted.length > 1 ? 1 : 0, MAX_PART * Math.min(wanted.length, name.length))
    )
    .sort((a, b) => a.distance - b.distance)[0];
  return near?.name;
}
