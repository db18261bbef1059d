// `best-of-n support FILE`: the metrics of one support over a grid of n, and other rules of selection.

import { Command } from 'commander';
import { type Coded, coded } from '../../errors';
import { formatTitles } from '../../files/formats/index';
import { fileName } from '../../files/record-error';
import { Support, type SupportInput } from '../../index';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import { tell } from '../output/tell';
import { type Calculated, calculate } from '../support/calculate';
import { KeptRecords } from '../support/kept-records';
import type { Score } from '../support/law-table';
import { checkOptions, namesHelp, REFERENCES, referenceOf, type SupportOptions, supportOptions } from '../support/options';
import { checkPolicyNames, type Policy, PROBABILITY, policyFormat, policyText } from '../support/policy-file';
import { readColumns } from '../support/read-columns';
import { supportResult } from '../support/support-text';
import { totalText } from '../support/total';

/** What the outputs are made of. */
interface Results {
  calculated: readonly Calculated[];
  /** The records of the input, where policies are wanted. */
  records?: KeptRecords;
  policies: readonly Policy[];
}

const HELP_WIDTH = 80;

export function supportCommand(): Command {
  const command = new Command('support')
    .description('print the exact metrics of best-of-n over a grid of n, for one support with one or more rewards')
    .argument(
      '<file>',
      `a record for each outcome, as ${formatTitles()}, in CSV and TSV below a header line; - is standard input`
    );
  for (const option of supportOptions()) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
KL divergences are in nats. A reward or a logarithm may be inf or -inf.

${namesHelp(HELP_WIDTH)}
In a shell a colon needs no quotes: renyi:2 is 'renyi(2)', topOf:100:10 is 'topOf(100,10)'.

Examples:
  best-of-n support words.csv --weight count --reward likes
  best-of-n support words.csv --weight count -r likes -n 16 --equal-kl --plot rules.svg
  best-of-n support words.csv --weight count -r likes --law topFraction:4,bestOfPoisson:3
  best-of-n support words.csv --weight count -r likes --target winRate=0.8 --cost 0.1
  best-of-n support tokens.parquet --logit logit -r reward -n 1,4,16 --policy policy.csv --id token
  zcat words.tsv.gz | best-of-n support - --input tsv --weight count -r likes length --format csv`
    )
    .action(run);
}

async function run(file: string, options: SupportOptions): Promise<void> {
  const [kind, column] = referenceOf(options);
  checkOptions(options);
  const { policy, plot, safeCsv, gold, id } = options;
  const records = policy === undefined ? undefined : new KeptRecords(policyFormat(policy), safeCsv);
  const writeOutputs = planOutputs<[Results]>(
    [
      {
        option: '--policy',
        file: policy,
        text: ({ records, policies }) => policyText(records as KeptRecords, policies),
      },
      {
        option: '--plot',
        file: plot,
        text: async ({ calculated }) =>
          (await import('../support/support-plot')).supportPlot(calculated.flatMap(({ drawn }) => drawn ?? [])),
      },
      resultOutput(options, ({ calculated }) => supportResult(calculated.map(({ table }) => table)), { svg: '--plot' }),
    ],
    [file]
  );
  const wanted = [column, ...options.reward, ...(gold === undefined ? [] : [gold])];
  const columns = await readColumns(file, wanted, options.input, records && { records, id });
  const reference = columns.get(column) as Float64Array;
  const score = gold === undefined ? undefined : { name: gold, values: columns.get(gold) as Float64Array };

  const scaled = kind === 'prob' || kind === 'logprob' ? totalText(column, reference, kind === 'logprob') : undefined;
  const calculated: Calculated[] = [];
  const policies: Policy[] = [];
  for (const reward of options.reward) {
    const rewards = columns.get(reward) as Float64Array;
    const support = supportFrom(inputOf(REFERENCES[kind], reference, rewards, options.ties, score), file);
    const one = calculate(support, reward, rewards, options, score);
    calculated.push(one);
    if (id !== undefined && policies.length === 0) policies.push([PROBABILITY, support.policy(1)]);
    const prefix = options.reward.length > 1 ? `${reward} ` : '';
    if (policy !== undefined) policies.push(...one.policies.map(([name, values]): Policy => [`${prefix}${name}`, values]));
    support.dispose();
  }
  if (scaled) tell(`${fileName(file)}: ${scaled}`);
  if (records) checkPolicyNames(file, records, policies);
  await writeOutputs({ calculated, records, policies });
  records?.close();
}

function inputOf(
  reference: string,
  values: Float64Array,
  rewards: Float64Array,
  ties: SupportOptions['ties'],
  score: Score | undefined
): SupportInput {
  const scores = score && { [score.name]: score.values };
  return { [reference]: values, rewards, ties, ...(scores && { scores }) } as unknown as SupportInput;
}

/** Makes the support; an error of the library's checks then names the record in which the bad value stands. */
function supportFrom(input: SupportInput, file: string): Support {
  try {
    return Support.from(input);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    const { index } = error as Error & Partial<Coded>;
    if (index === undefined) throw coded(Error, 'BAD_FILE', `${file}: ${error.message}`);
    throw coded(Error, 'BAD_RECORD', `${file}: record ${index + 1}: ${error.message}`);
  }
}
