// `best-of-n compare FILE…`: which of several runs over the same prompts is better, and how sure that is.

import { Command, Option } from 'commander';
import { RESAMPLES, SEED } from '../../defaults';
import { expand } from '../../files/inputs';
import { compareGroups } from '../../sample-files/compare-groups';
import type { Estimated } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { comparisonResult } from '../compare/compare-text';
import { formatOption, numberBetween, outputOption, safeCsvOption } from '../options';
import type { Where } from '../output/output-format';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import { filesArgument, type Given, placeOptions, readingOptions, type SampleOptions, withRewards } from '../samples/options';
import { overSamples } from '../samples/over-samples';
import { redisOf } from '../samples/redis';

interface Options extends SampleOptions, Where {
  difference?: number;
}

const differenceOption = () =>
  new Option('--difference <size>', 'a difference that one wants to notice: says how many prompts like these it takes').argParser(
    numberBetween(Number.MIN_VALUE, Number.MAX_VALUE, 'a number > 0')
  );

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('say which of several runs over the same prompts is better at each n, by paired differences with errors')
    .addArgument(filesArgument());
  for (const option of [
    ...readingOptions(),
    differenceOption(),
    formatOption(),
    outputOption(),
    safeCsvOption(),
    ...placeOptions(),
  ])
    command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
Each file is a run; the first is compared with each of the others. With --run the runs stand in one file, and with -r given
twice two rewards choose among the same samples: --score says by what their choices are judged.

Examples:
  best-of-n compare before.jsonl after.jsonl
  best-of-n compare all.parquet --run model -n 1,8
  best-of-n compare scored.jsonl -r rm_a -r rm_b --score gold`
    )
    .action(run);
}

/** What only the intervals of means depend on, which no comparison shows. */
const OF_MEANS = { seed: SEED, resamples: RESAMPLES, interval: 'auto' as const };

async function run(names: string[], given: Omit<Given<Options>, keyof typeof OF_MEANS>): Promise<void> {
  const options = withRewards<Options>({ ...OF_MEANS, ...given });
  const output = resultOutput(options, ({ files, groups }: Estimated, columns: SampleColumns) =>
    comparisonResult(files, columns, compareGroups(groups, columns, options), options.difference)
  );
  const redis = redisOf(options);
  const inputs = (await Promise.all(names.map(expand))).flat();
  await overSamples(names, options, planOutputs([output], inputs), { perPrompt: true, redis });
}
