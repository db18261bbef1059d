// The ends, ticks and labels of axes whose values are known only when they are drawn.

import type * as Plot from '@observablehq/plot';
import { compact, N_AXIS } from '../../src/charts/n-axis';

/** Below this n powers of ten would be two ticks at most: there the ticks are powers of two. */
const MIN_DECIMAL_N = 100;
/** So many labels have room on the narrowest chart. */
const MAX_TICKS = 8;
/** Every so many powers have a tick. */
const STEPS = [1, 2, 3, 5, 10, 20, 50];
/** From here on a number of samples is written as a power of ten. */
const MIN_POWER = 1e9;

/** An axis of n from 1 to `maxN`, which the slider has too. */
export function nAxis(maxN: number): Plot.ScaleOptions {
  return { ...N_AXIS, domain: [1, Math.max(2, maxN)], ticks: ticksUpTo(maxN), tickFormat: nLabel };
}

function ticksUpTo(maxN: number): number[] {
  const base = maxN < MIN_DECIMAL_N ? 2 : 10;
  // the logarithm may be rounded to just below a whole number
  const last = Math.floor(Math.log(maxN) / Math.log(base) + 1e-9);
  const every = STEPS.find((step) => last / step < MAX_TICKS) ?? last;
  return Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => base ** (i * every));
}

const nLabel = (n: number) => (n >= MIN_POWER ? `1e${Math.round(Math.log10(n))}` : compact(n));

/** Values that differ by less than this part of them look the same, and digits that tell them apart would not fit beside an axis. */
const SAME = 1e-5;
/** The room above and below values that are all the same, as a part of them. */
const ROOM = 0.1;
/** Outside of these, labels of an axis are powers of ten, because their zeros would not fit. */
const PLAIN = [1e-3, 1e6] as const;

/** The options of a linear axis of these values: its ends where all of them are the same, and short labels where they are very small or very large. */
export function valueAxis(values: Iterable<number>): Plot.ScaleOptions {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (low > high) return {};
  const isLong = size > 0 && (size < PLAIN[0] || size >= PLAIN[1]);
  const labels = isLong ? { tickFormat: (y: number) => (y === 0 ? '0' : y.toExponential(1)) } : {};
  if (high - low > SAME * size) return labels;
  const room = size === 0 ? 1 : ROOM * size;
  return { ...labels, domain: [low - room, high + room], ticks: 3 };
}

/** Below this a KL divergence is rounding, and the axis would show nothing else. */
const MIN_KL = 1e-6;
/** The axis of KL divergences ends a little beyond the last one. */
const KL_MARGIN = 1.02;

/** The ends of an axis of KL divergences, in nats. */
export function klDomain(maxKl: number): [number, number] {
  return [0, maxKl > MIN_KL ? maxKl * KL_MARGIN : 1];
}
