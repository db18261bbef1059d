// `best-of-n support FILE`: the metrics of one support over a grid of n.

import { Command, Option } from 'commander';
import type { Format } from '../files/format';
import { Support, type SupportInput } from '../index';
import { readColumns } from './columns';
import { type OutputFormat, outputFormat, write } from './output';
import { policyText } from './policy-file';
import { csvOf, jsonlOf, jsonOf } from './records';
import { type Row, rowsOf, tableOf, verdictOf } from './support-table';
import { formatOption, gridOption, inputOption, outputOption, UsageError } from './usage';

/** The option that names the reference's column, and what the library calls its values. */
const REFERENCES = { weight: 'weights', prob: 'probs', logprob: 'logProbs', logit: 'logits' } as const;
type Reference = keyof typeof REFERENCES;

type Options = Partial<Record<Reference, string>> & {
  reward: string[];
  n: number[];
  ties: 'random' | 'index';
  input?: Format;
  format?: OutputFormat;
  output?: string;
  policy?: string;
};

interface Result {
  reward: string;
  outcomes: number;
  blocks: number;
  rows: Row[];
}

const DEFAULT_GRID = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

export function supportCommand(): Command {
  return new Command('support')
    .description('print the exact metrics of best-of-n over a grid of n, for one support with one or more rewards')
    .argument(
      '<file>',
      'a record for each outcome: CSV or TSV with a header line, JSON lines, Parquet or Arrow; - is standard input'
    )
    .option('--weight <column>', 'the reference policy: non-negative weights or counts')
    .option('--prob <column>', 'or probabilities that sum to 1')
    .option('--logprob <column>', 'or natural logarithms of probabilities')
    .option('--logit <column>', 'or logarithms of weights')
    .requiredOption('-r, --reward <column...>', 'the reward, or several, each with a table of its own')
    .addOption(gridOption(false, DEFAULT_GRID))
    .addOption(new Option('--ties <rule>', 'how equal rewards are ranked').choices(['random', 'index']).default('random'))
    .addOption(inputOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .option('--policy <file>', "write the best-of-n policy too: each outcome's probability at every n, as .csv or .jsonl")
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
  if (given.length !== 1) throw new UsageError('give the reference as exactly one of --weight, --prob, --logprob, --logit');
  if (options.policy !== undefined && !/\.(csv|jsonl)$/i.test(options.policy))
    throw new UsageError(`--policy ${options.policy}: expected a name that ends in .csv or .jsonl`);
  const [kind] = given;
  const column = options[kind] as string;
  const columns = await readColumns(file, [column, ...options.reward], options.input);
  const reference = columns.get(column) as Float64Array;

  const results: Result[] = [];
  const policies: [string, Float64Array][] = [];
  for (const reward of options.reward) {
    const input = { [REFERENCES[kind]]: reference, rewards: columns.get(reward), ties: options.ties } as unknown as SupportInput;
    const support = supportFrom(input, file);
    results.push({ reward, outcomes: support.size, blocks: support.blocks, rows: rowsOf(support, options.n) });
    if (options.policy !== undefined) {
      const prefix = options.reward.length > 1 ? `${reward} ` : '';
      for (const n of options.n) policies.push([`${prefix}n=${n}`, support.policy(n)]);
    }
    support.dispose();
  }
  if (options.policy !== undefined) await write(policyText(options.policy, columns, policies), options.policy);
  await write(textOf(results, outputFormat(options.format, options.output)), options.output);
}

function textOf(results: readonly Result[], format: OutputFormat): string {
  const flat = () => results.flatMap(({ reward, rows }) => rows.map((row) => ({ reward, ...row })));
  if (format === 'csv') return csvOf(flat());
  if (format === 'jsonl') return jsonlOf(flat());
  if (format === 'json') return `${jsonOf(results, 2)}\n`;
  return results
    .map(
      ({ reward, outcomes, blocks, rows }) =>
        `\nreward ${reward}: ${outcomes} outcomes, ${blocks} distinct rewards of positive mass\n${tableOf(rows)}\n${verdictOf(rows)}\n`
    )
    .join('');
}

/** The library's own checks, with the record that a bad value stands in. */
function supportFrom(input: SupportInput, file: string): Support {
  try {
    return Support.from(input);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    const index = /\[(\d+)\]/.exec(error.message);
    throw new Error(index ? `${file}: record ${Number(index[1]) + 1}: ${error.message}` : `${file}: ${error.message}`);
  }
}
