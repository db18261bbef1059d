// The axis of numbers of samples, for the charts of the command and of the explorer.

/** A number of samples, or a rank, as a label of an axis, with every digit: 1, 100, 1024, 10k, 1M. */
export function compact(n: number): string {
  if (n >= 1e6 && n % 1e5 === 0) return `${n / 1e6}M`;
  return n >= 1e3 && n % 1e3 === 0 ? `${n / 1e3}k` : `${n}`;
}

// with another base d3 leaves out the labels of numbers that are no multiples of its powers
export const N_AXIS = { type: 'log' as const, base: 2, label: 'n', tickFormat: compact };

/** A digit of a label is about so many pixels wide, and two labels are at least so many apart. */
const DIGIT = 6.8;
const GAP = 5;
/** Numbers other than the ends and the powers of two are named where they are so many pixels from all that are. */
const LOOSE_GAP = 60;

/**
 * The numbers of samples that an axis names. Where there is room for all of them, they are all named; otherwise the first, the last and the powers of two,
 * or of four and so on, and then others where the axis would have a hole.
 *
 * @param ns - the numbers of samples on the axis.
 * @param width - its width in pixels.
 */
export function ticksOf(ns: Iterable<number>, width: number): number[] {
  const all = [...new Set(ns)].sort((a, b) => a - b);
  const [first, last] = [all[0], all[all.length - 1]];
  if (all.length < 3) return all;
  const placeOf = (n: number) => (width * Math.log(n / first)) / Math.log(last / first);
  const haveRoom = (a: number, b: number, gap: number) =>
    Math.abs(placeOf(a) - placeOf(b)) >= ((compact(a).length + compact(b).length) / 2) * DIGIT + gap;
  const areApart = (some: readonly number[]) => some.every((n, i) => i === 0 || haveRoom(some[i - 1], n, GAP));
  if (areApart(all)) return all;

  const powers = all.filter((n) => Number.isInteger(Math.log2(n)));
  let step = 1;
  while (!areApart(powers.filter((n) => Math.log2(n) % step === 0))) step++;
  const ticks = [first, last];
  const add = (some: readonly number[], gap: number) => {
    for (const n of some) if (!ticks.includes(n) && ticks.every((tick) => haveRoom(tick, n, gap))) ticks.push(n);
  };
  add(
    powers.filter((n) => Math.log2(n) % step === 0),
    GAP
  );
  add(all, LOOSE_GAP);
  return ticks.sort((a, b) => a - b);
}
