// `best-of-n support FILE`: the metrics of one support over a grid of n.

import { Command, InvalidArgumentError, Option } from 'commander';
import { Support, type SupportInput } from '../index';
import { formatOf, type InputFormat, readColumns } from './read';
import { csvHead, csvOf, jsonOf, type OutputFormat, rowsOf, tableOf, verdictOf } from './table';

const REFERENCES = ['weights', 'probs', 'logProbs', 'logits'] as const;

type Options = Partial<Record<(typeof REFERENCES)[number], string>> & {
  reward: string[];
  n: number[];
  ties: 'random' | 'index';
  input?: InputFormat;
  output: OutputFormat;
};

const DEFAULT_GRID = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

export function supportCommand(): Command {
  return new Command('support')
    .description('print the metrics of best-of-n over a grid of n, for one support with one or more rewards')
    .argument('<file>', 'a CSV file with a header line, or JSON lines; - reads standard input')
    .option('--weights <column>', 'the reference policy: non-negative weights or counts')
    .option('--probs <column>', 'or probabilities that sum to 1')
    .option('--log-probs <column>', 'or natural logarithms of probabilities')
    .option('--logits <column>', 'or logarithms of weights')
    .requiredOption('-r, --reward <column...>', 'the reward, or several, each with a table of its own')
    .addOption(
      new Option('-n, --n <list>', 'numbers of samples, real, >= 1, separated by commas')
        .argParser(parseGrid)
        .default(DEFAULT_GRID, DEFAULT_GRID.join(','))
    )
    .addOption(new Option('--ties <rule>', 'how equal rewards are ranked').choices(['random', 'index']).default('random'))
    .addOption(new Option('-i, --input <format>', "the file's format, if its name does not tell").choices(['csv', 'jsonl']))
    .addOption(
      new Option('-o, --output <format>', 'table to read, csv or json lines with every digit')
        .choices(['table', 'csv', 'json'])
        .default('table')
    )
    .action(run);
}

function parseGrid(text: string): number[] {
  return text.split(',').map((part) => {
    const n = part.trim() === '' ? Number.NaN : Number(part);
    if (!(n >= 1)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a number >= 1.`);
    return n;
  });
}

async function run(file: string, options: Options): Promise<void> {
  const given = REFERENCES.filter((name) => options[name] !== undefined);
  if (given.length !== 1) throw new Error('give the reference as exactly one of --weights, --probs, --log-probs, --logits');
  const [kind] = given;
  const column = options[kind] as string;
  const columns = await readColumns(file, options.input ?? formatOf(file), [column, ...options.reward]);
  const reference = columns.get(column) as Float64Array;

  if (options.output === 'csv') console.log(csvHead());
  for (const reward of options.reward) {
    const input = { [kind]: reference, rewards: columns.get(reward), ties: options.ties } as unknown as SupportInput;
    const support = supportFrom(input, file);
    const rows = rowsOf(support, options.n);
    if (options.output === 'csv') console.log(csvOf(reward, rows));
    else if (options.output === 'json') console.log(jsonOf(reward, rows));
    else {
      console.log(`\nreward ${reward}: ${support.size} outcomes, ${support.blocks} distinct rewards of positive mass`);
      console.log(tableOf(rows));
      console.log(verdictOf(rows));
    }
    support.dispose();
  }
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
