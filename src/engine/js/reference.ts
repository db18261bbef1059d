// Twin of assembly/reference.ts: weights or their logarithms become weights whose total is a finite double.

import { exp } from './math';
import { accumulate, lost, SUM_SIZE, total } from './sum';
import type { JsSupport } from './support';

/** Weights this large could overflow their sum: all are then scaled down by an exact power of two. */
const LARGE_WEIGHT = 2 ** 900;
const SCALE = 2 ** -100;

export function scaleOf(largest: number): number {
  return largest >= LARGE_WEIGHT ? SCALE : 1;
}

/** Sums the weights, the largest of which is `largest`; returns the total. */
export function totalOfWeights(s: JsSupport, largest: number): number {
  const { weights } = s;
  const scale = scaleOf(largest);
  const sum = new Float64Array(SUM_SIZE);
  for (let i = 0; i < s.size; i++) {
    const w = weights[i] * scale;
    weights[i] = w;
    accumulate(sum, 0, i & 1, w);
  }
  s.total = total(sum, 0);
  return s.total;
}

/** Turns logarithms into weights relative to the largest, `e^(l - largest)`; returns the total of those. */
export function totalOfLogs(s: JsSupport, largest: number): number {
  const { weights } = s;
  const m = -largest;
  const sum = new Float64Array(SUM_SIZE);
  for (let i = 0; i < s.size; i++) {
    const l = weights[i];
    const d = l + m;
    // what the subtraction rounded away is put back as a factor; it is NaN, and means nothing, where l is -Infinity
    const e = lost(l, m, d);
    const y = exp(d);
    const w = y + y * (Number.isNaN(e) ? 0 : e);
    weights[i] = w;
    accumulate(sum, 0, i & 1, w);
  }
  s.total = total(sum, 0);
  return s.total;
}
