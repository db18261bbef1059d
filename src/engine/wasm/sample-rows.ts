// Evaluates rows of samples: lays them out in the kernel's memory for one call, copies the results out, and has the rows that the kernel
// leaves evaluated in JavaScript.

import {
  BEST_VALUE,
  COEFFICIENT_COUNT,
  KL_OF_BEST,
  SAMPLE_ROWS_WORDS,
  WIN_RATE_OF_BEST,
  WORK_ROWS,
} from '../../../assembly/layout';
import { knownWeights } from '../../numerics/binomial-weights';
import { coefficientsAt } from '../../numerics/coefficients';
import type { CleanSampleRows } from '../interface';
import { rowEvaluator } from '../js/sample-rows';
import { layOut } from './lay-out';
import type { KernelMemory, Needs } from './memory';

/** @param input - rows of at most MAX_NETWORK_LENGTH samples, so that no weight is below 2^-600. */
export function sampleRows(memory: KernelMemory, input: CleanSampleRows): Float64Array {
  const { length, columns, ns, wanted } = input;
  const rows = columns[0].length / length;
  const size = wanted.length * rows * ns.length;
  const wants = (estimate: number) => wanted.some((each) => each.estimate === estimate);
  const { bytes, offsets } = layOut({
    description: 4 * SAMPLE_ROWS_WORDS,
    n: 4 * ns.length,
    coefficients: 8 * COEFFICIENT_COUNT * ns.length,
    weights: 8 * 4 * length * ns.length,
    wanted: 8 * wanted.length,
    columns: 8 * columns.length * rows * length,
    table: 16 * 4 * length * ns.length,
    untied: 8 * ns.length,
    work: 16 * length * (WORK_ROWS + wanted.length),
    out: 8 * size,
    left: 4 * rows,
  });
  const needs: Needs = () => [`estimates of ${rows} rows of ${length} samples`, bytes];
  if (bytes > 0xffffffff) throw memory.doesNotFit(needs);

  const base = memory.call(needs, 'allocate', bytes) >>> 0;
  try {
    const at = (part: keyof typeof offsets) => base + offsets[part];
    memory
      .words(at('description'), SAMPLE_ROWS_WORDS)
      .set([
        rows,
        length,
        ns.length,
        at('n'),
        at('coefficients'),
        at('weights'),
        at('wanted'),
        wanted.length,
        wants(BEST_VALUE) || wants(KL_OF_BEST) ? 1 : 0,
        at('columns'),
        at('table'),
        at('untied'),
        at('work'),
        at('out'),
        at('left'),
      ]);
    memory.words(at('n'), ns.length).set(ns.map((n) => Math.min(n, length + 1)));
    memory.words(at('wanted'), 2 * wanted.length).set(wanted.flatMap(({ estimate, column }) => [estimate, column]));
    const weights = memory.doubles(at('weights'), 4 * length * ns.length).fill(0);
    const coefficients = memory.doubles(at('coefficients'), COEFFICIENT_COUNT * ns.length);
    ns.forEach((n, k) => {
      const write = (part: number, choice: number) => {
        const { high, low } = knownWeights(length, choice);
        weights.set(high, (4 * k + part) * length);
        weights.set(low, (4 * k + part + 1) * length);
      };
      if (n <= length) write(0, n);
      if (n < length && wants(WIN_RATE_OF_BEST)) write(2, n + 1);
      if (n <= length && wants(KL_OF_BEST)) coefficients.set(coefficientsAt(n), k * COEFFICIENT_COUNT);
    });
    columns.forEach((values, c) => {
      memory.doubles(at('columns') + 8 * c * rows * length, rows * length).set(values);
    });
    memory.call(needs, 'sampleRows', base);
    const out = memory.doubles(at('out'), size).slice();
    const left = memory.words(at('left'), rows);
    if (left.includes(1)) {
      const evaluate = rowEvaluator(input, out);
      left.forEach((isLeft, row) => {
        if (isLeft) evaluate(row);
      });
    }
    return out;
  } finally {
    memory.free('free', base);
  }
}
