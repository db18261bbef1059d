// `best-of-n holdout FILE…`: the best of n by noisy judges, without the optimism of scoring the winner by the judgements that made it win.

import { Command, Option } from 'commander';
import { expand } from '../../files/inputs';
import { decimalsFor, NONE, range, short, withError } from '../../format/number';
import { holdoutGroups, type JudgedGroup, type JudgedMean } from '../../sample-files/holdout-groups';
import { formatOption, outputOption, safeCsvOption, threadsOption, UsageError, wholeBetween } from '../options';
import type { Result, Where } from '../output/output-format';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';
import { filesArgument, type Given, withRewards } from '../samples/options';
import { fileOptions, type ReadOptions, readFiles } from '../samples/read-samples';

interface Options extends ReadOptions, Where {
  judges: number;
  n?: number[];
  confidence: number;
}

const ownOptions = (): Option[] => [
  new Option('--judges <number>', 'how many of the judgements choose; the others score the winner')
    .argParser(wholeBetween(1, Number.MAX_SAFE_INTEGER, 'a whole number >= 1'))
    .makeOptionMandatory(),
  formatOption(),
  outputOption(),
  safeCsvOption(),
  threadsOption('threads that read; for small input one'),
];

export function holdoutCommand(): Command {
  const command = new Command('holdout')
    .description('print what the best of n by noisy judges is worth, by judgements that did not choose it')
    .addArgument(filesArgument());
  for (const option of [...fileOptions('n', 'confidence'), ...ownOptions()]) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
-r names the columns of judgements, two or more: several judges, or one that judged several times. Each of their cyclic windows of --judges neighbours
chooses in turn.

Examples:
  best-of-n holdout judged.jsonl -r judge1,judge2,judge3 --judges 1
  best-of-n holdout judged.jsonl -r judge1,judge2,judge3,judge4 --judges 2 -n 1,4,16 -f csv`
    )
    .action(run);
}

async function run(names: string[], given: Given<Options>): Promise<void> {
  const options = withRewards<Options>(given);
  const { rewards, judges, n, confidence } = options;
  if (!rewards) throw new UsageError('holdout needs two or more columns of judgements, as in -r judge1,judge2,judge3');
  if (judges >= rewards.length)
    throw new UsageError(
      `--judges is ${judges}, expected at most ${rewards.length - 1}, one less than the columns of judgements`
    );
  const output = resultOutput(options, (groups: JudgedGroup[]) => resultOf(groups, confidence));
  const inputs = (await Promise.all(names.map(expand))).flat();
  const write = planOutputs([output], inputs);
  const { grouped, tellLater } = await readFiles(names, options);
  await write(holdoutGroups(grouped.groups, rewards, { judges, confidence, ...(n ? { ns: n } : {}) }));
  tellLater();
}

const MEANS = ['heldOut', 'naive', 'optimism'] as const;

function resultOf(groups: readonly JudgedGroup[], confidence: number): Result {
  const rows = () =>
    groups.flatMap(({ labels, rows }) =>
      rows.map(({ n, prompts, ...row }): Record<string, Cell> => ({ ...labels, n, prompts, ...flat(row) }))
    );
  return { text: (width) => groups.map((group) => textOf(group, confidence, width)).join('\n'), json: () => ({ groups }), rows };
}

/** Each mean with its standard error and the ends of its interval. */
function flat(row: Record<(typeof MEANS)[number], JudgedMean>): Record<string, Cell> {
  return Object.fromEntries(
    MEANS.flatMap((name) => {
      const { mean, standardError, interval } = row[name];
      return [
        [name, mean],
        [`${name}Error`, standardError],
        [`${name}Low`, interval?.[0] ?? null],
        [`${name}High`, interval?.[1] ?? null],
      ];
    })
  );
}

function textOf({ labels, rows }: JudgedGroup, confidence: number, width: number): string {
  const heading = Object.entries(labels).map(([name, value]) => `${name} ${value}`);
  const head = ['n', 'prompts', 'held out', `${100 * confidence} % interval`, 'by its own judges', 'optimism'];
  const cells = rows.map(({ n, prompts, heldOut, naive, optimism }) => [
    String(n),
    String(prompts),
    meanText(heldOut),
    intervalText(heldOut),
    meanText(naive),
    meanText(optimism),
  ]);
  return `${heading.length > 0 ? `${heading.join(', ')}\n` : ''}${textTable(head, cells, { width })}\n`;
}

function meanText({ mean, standardError }: JudgedMean): string {
  if (mean === null) return NONE;
  return standardError === null ? short(mean) : withError(mean, standardError);
}

function intervalText({ mean, standardError, interval }: JudgedMean): string {
  return mean === null || standardError === null || interval === null ? NONE : range(interval, decimalsFor(standardError, mean));
}
