// The result of a command as one of its outputs.

import { checkEnding, type Result, render, type Where } from './output-format';
import type { Output } from './plan-outputs';

/**
 * The output of a result to the file of `-o`, or to standard output.
 *
 * @param others - the command's options that write files of other endings, as `{ svg: '--plot' }`.
 * @throws UsageError if the name of the file tells no format. */
export function resultOutput<Results extends unknown[]>(
  where: Where,
  resultOf: (...results: Results) => Result,
  others?: Readonly<Record<string, string>>
): Output<Results> {
  checkEnding(where, others);
  return { option: '-o', file: where.output ?? '-', text: (...results) => render(resultOf(...results), where) };
}
