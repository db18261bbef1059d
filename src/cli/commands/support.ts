// `best-of-n support FILE`: the metrics of one support over a grid of n.

import { Command, Option } from 'commander';
import { type Coded, coded } from '../../errors';
import { type FormatName, formatTitles } from '../../files/formats/index';
import { fileName } from '../../files/record-error';
import { wrapped } from '../../format/columns';
import { oneLine } from '../../format/visible';
import { Support, type SupportInput } from '../../index';
import { columnsOption } from '../column-names';
import { gridOption } from '../grid';
import { checkFileName, formatOption, inputOption, outputOption, safeCsvOption, UsageError } from '../options';
import type { Result, Where } from '../output/output-format';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import { tell } from '../output/tell';

import { KeptRecords } from '../support/kept-records';
import { checkPolicyNames, type Policy, policyFormat, policyText } from '../support/policy-file';
import { readColumns } from '../support/read-columns';
import { type Row, rowsOf, tableOf, verdictOf } from '../support/support-table';
import { totalText } from '../support/total';

/** The option that names the reference's column, and what the library calls its values. */
const REFERENCES = { weight: 'weights', prob: 'probs', logprob: 'logProbs', logit: 'logits' } as const;
type Reference = keyof typeof REFERENCES;

type Options = Partial<Record<Reference, string>> &
  Where & {
    reward: string[];
    n: number[];
    ties: 'random' | 'index';
    input?: FormatName;
    policy?: string;
  };

interface Table {
  reward: string;
  outcomes: number;
  blocks: number;
  rows: Row[];
}

/** What the outputs are made of. */
interface Calculated {
  tables: readonly Table[];
  /** The records of the input, where the policy is wanted. */
  records?: KeptRecords;
  policies: readonly Policy[];
}

const DEFAULT_GRID = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

export function supportCommand(): Command {
  return new Command('support')
    .description('print the exact metrics of best-of-n over a grid of n, for one support with one or more rewards')
    .argument(
      '<file>',
      `a record for each outcome, as ${formatTitles()}, in CSV and TSV below a header line; - is standard input`
    )
    .option('--weight <column>', 'the reference policy: non-negative weights or counts')
    .option('--prob <column>', 'or probabilities that sum to 1')
    .option('--logprob <column>', 'or natural logarithms of probabilities')
    .option('--logit <column>', 'or logarithms of weights')
    .addOption(
      columnsOption('-r, --reward <columns>', 'the reward, or several, each with a table of its own').makeOptionMandatory()
    )
    .addOption(gridOption({ values: DEFAULT_GRID }))
    .addOption(new Option('--ties <rule>', 'how equal rewards are ranked').choices(['random', 'index']).default('random'))
    .addOption(inputOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .option(
      '--policy <file>',
      "write the best-of-n policy too: the records of the file with each one's probability at every n, as .csv or .jsonl"
    )
    .addOption(safeCsvOption())
    .addHelpText(
      'after',
      `
KL divergences are in nats. A reward or a logarithm may be inf or -inf.

Examples:
  best-of-n support words.csv --weight count --reward likes
  best-of-n support tokens.parquet --logit logit -r reward -n 1,4,16 --policy policy.csv
  zcat words.tsv.gz | best-of-n support - --input tsv --weight count -r likes length --format csv`
    )
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const given = (Object.keys(REFERENCES) as Reference[]).filter((name) => options[name] !== undefined);
  if (given.length !== 1)
    throw new UsageError('give the reference policy as exactly one of --weight, --prob, --logprob, --logit');
  checkFileName('--policy', options.policy, /\.(csv|jsonl)$/i, '.csv or .jsonl');
  const { policy, safeCsv } = options;
  const records = policy === undefined ? undefined : new KeptRecords(policyFormat(policy), safeCsv);
  const writeOutputs = planOutputs<[Calculated]>(
    [
      {
        option: '--policy',
        file: policy,
        text: ({ records, policies }) => policyText(records as KeptRecords, policies),
      },
      resultOutput(options, ({ tables }) => resultOf(tables)),
    ],
    [file]
  );
  const [kind] = given;
  const column = options[kind] as string;
  const columns = await readColumns(file, [column, ...options.reward], options.input, records);
  const reference = columns.get(column) as Float64Array;

  const scaled = kind === 'prob' || kind === 'logprob' ? totalText(column, reference, kind === 'logprob') : undefined;
  const tables: Table[] = [];
  const policies: Policy[] = [];
  for (const reward of options.reward) {
    const input = { [REFERENCES[kind]]: reference, rewards: columns.get(reward), ties: options.ties } as unknown as SupportInput;
    const support = supportFrom(input, file);
    tables.push({ reward, outcomes: support.size, blocks: support.blocks, rows: rowsOf(support, options.n) });
    if (policy !== undefined) {
      const prefix = options.reward.length > 1 ? `${reward} ` : '';
      for (const n of options.n) policies.push([`${prefix}n=${n}`, support.policy(n)]);
    }
    support.dispose();
  }
  if (scaled) tell(`${fileName(file)}: ${scaled}`);
  if (records) checkPolicyNames(file, records, policies);
  await writeOutputs({ tables, records, policies });
  records?.close();
}

function resultOf(tables: readonly Table[]): Result {
  const text = ({ reward, outcomes, blocks, rows }: Table, width: number) =>
    `\nreward ${oneLine(reward)}: ${outcomes} outcomes, ${blocks} distinct rewards of positive mass\n${tableOf(rows, width)}\n${wrapped(verdictOf(rows), width)}\n`;
  return {
    text: (width) => tables.map((table) => text(table, width)).join(''),
    json: () => tables,
    rows: () => tables.flatMap(({ reward, rows }) => rows.map((row) => ({ reward, ...row }))),
  };
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
