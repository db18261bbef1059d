// `best-of-n bound -n N`: the formulas, which need no reference.

import { Command } from 'commander';
import { short } from '../../format/number';
import { klBound, klEstimate, winRateBound } from '../../index';
import { gridOption } from '../grid';
import { formatOption, numberBetween, outputOption } from '../options';
import type { Result, Where } from '../output/output-format';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import { textTable } from '../output/text-table';

interface Options extends Where {
  n: number[];
  epsilon?: number;
}

export function boundCommand(): Command {
  return new Command('bound')
    .description('print the upper bounds on KL divergence and win rate, and the estimate of the KL from one answer')
    .addOption(gridOption().makeOptionMandatory())
    .option(
      '-e, --epsilon <p>',
      'the probability of the answer that best-of-n returned: adds the estimate of the KL',
      numberBetween(0, 1, 'a probability, 0 to 1')
    )
    .addOption(formatOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
KL divergences are in nats. klBound is log n - (n-1)/n (theorem 3.1), winRateBound is n/(n+1) (theorem 5.3), klEstimate is section 4's.

Examples:
  best-of-n bound -n 1,4,16,64,256
  best-of-n bound -n 64 --epsilon 0.02
  best-of-n bound -n 2,1e6 --format csv`
    )
    .action(run);
}

async function run({ n, epsilon, ...where }: Options): Promise<void> {
  const writeOutputs = planOutputs([resultOutput(where, resultOf)]);
  const rows = n.map((n) => ({
    n,
    klBound: klBound(n),
    winRateBound: winRateBound(n),
    ...(epsilon === undefined ? {} : { klEstimate: klEstimate(n, epsilon) }),
  }));
  await writeOutputs(rows);
}

function resultOf(rows: Record<string, number>[]): Result {
  const cells = () => rows.map((row) => Object.values(row).map(short));
  return { text: (width) => `${textTable(Object.keys(rows[0]), cells(), { width })}\n`, json: () => rows, rows: () => rows };
}
