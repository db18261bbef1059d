// The result of a command as one of its outputs.

import { checkEnding, type Result, render, type Where } from './output-format';
import type { Output } from './plan-outputs';

/** The output of a result to the file of `-o`, or to standard output.
 *
 * @throws UsageError if the name of the file tells no format. */
export function resultOutput<Results extends unknown[]>(
  where: Where,
  resultOf: (...results: Results) => Result
): Output<Results> {
  checkEnding(where);
  return { option: '-o', file: where.output ?? '-', text: (...results) => render(resultOf(...results), where) };
}
