// Problems with lists of generations and what verifiers say of each, as OpenR1 writes them.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { isPlainNumber } from '../scoring';
import { fieldsOf, type Kind, valuesOf } from './kind';
import { promptOfRecord } from './prompt-names';

const VERDICT = /^(is_)?correct(ness)?(_|$)/;

export const generations: Kind = {
  name: 'verified generations',
  source: 'https://huggingface.co/datasets/open-r1/OpenR1-Math-220k',
  where: 'OpenR1-Math-220k and data sets made like it lie on the Hugging Face Hub as Parquet',
  needs: ['generations', VERDICT],
  fields: 'problem, generations, correctness_NAME',
  fits: (rows) => promptOfRecord(rows) !== undefined && verdictsIn(rows).length > 0,
  columns(rows) {
    const verdicts = verdictsIn(rows);
    const [reward, ...scores] = verdicts;
    const left = fieldsOf(rows).filter(
      (name) => VERDICT.test(name) && valuesOf(rows, name).length > 0 && !verdicts.includes(name)
    );
    return {
      prompt: [promptOfRecord(rows) as string],
      reward,
      scores,
      notices: left.length > 0 ? [`not every problem has these verdicts, and they are left out: ${left.join(', ')}`] : [],
    };
  },
};

/** The fields with true, false or a number for each generation of every record. */
function verdictsIn(rows: readonly Row[]): string[] {
  const isVerdict = (value: unknown) => value === null || isPlainNumber(value);
  return fieldsOf(rows).filter((name) => {
    return (
      VERDICT.test(name) &&
      rows.every(({ generations, [name]: values }) => {
        return (
          isArrayLike(generations) &&
          isArrayLike(values) &&
          values.length === generations.length &&
          Array.from(values).every(isVerdict)
        );
      })
    );
  });
}
