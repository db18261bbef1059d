// `best-of-n weights FILE…`: how much each sample counts in training for the best of k.

import { Command, Option } from 'commander';
import { coded } from '../../errors';
import { expand } from '../../files/inputs';
import { fileName } from '../../files/record-error';
import { count, short, withError } from '../../format/number';
import type { Baseline } from '../../index';
import { BASELINES } from '../../numerics/max-at-k';
import { samplesNeeded, type TrainingWeights, trainingWeights, type WeightsWanted } from '../../sample-files/training-weights';
import { outputOption, safeCsvOption, threadsOption, UsageError, wholeBetween } from '../options';
import { planOutputs } from '../output/plan-outputs';
import { type RecordsWhere, recordFormatOption, recordOutput } from '../output/record-output';
import { tell } from '../output/tell';
import { filesArgument, type Given, withRewards } from '../samples/options';
import { fileOptions, type Read, type ReadOptions, readFiles } from '../samples/read-samples';
import { lackingText, weightRecords } from '../samples/weight-records';

interface Options extends ReadOptions, RecordsWhere {
  k: number;
  baseline?: Baseline;
  ratio?: string;
  logRatio?: string;
}

const ownOptions = (): Option[] => [
  new Option('-k, --k <number>', 'the best of how many samples is trained for')
    .argParser(wholeBetween(1, Number.MAX_SAFE_INTEGER, 'a whole number >= 1'))
    .makeOptionMandatory(),
  new Option('--baseline <name>', 'what is subtracted, so that the weights vary less; by default none').choices(BASELINES),
  new Option(
    '--ratio <column>',
    "the answer's probability under a new policy by that under the policy it was drawn from: weights for the new one"
  ).conflicts(['baseline', 'logRatio']),
  new Option('--log-ratio <column>', 'the natural logarithm of that ratio').conflicts('baseline'),
  recordFormatOption(),
  outputOption(),
  safeCsvOption(),
  threadsOption('threads that read; for small input one'),
];

export function weightsCommand(): Command {
  const command = new Command('weights')
    .description('write the weight of each sample with which to train for the best of k, or for pass@k')
    .addArgument(filesArgument());
  for (const option of [...fileOptions(), ...ownOptions()]) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
A record for each sample, in the order of the files: its prompt, its id or else its index within the prompt, its reward and its weight. The
weight is left empty where the prompt has fewer than k samples; the baseline leave-one-out needs k + 1.

Examples:
  best-of-n weights runs.jsonl -k 4 -o weights.csv
  best-of-n weights runs.parquet -k 8 --baseline leave-one-out -o weights.jsonl
  best-of-n weights runs.jsonl -k 4 --log-ratio log_ratio -o weights.csv`
    )
    .action(run);
}

async function run(names: string[], given: Given<Options>): Promise<void> {
  const options = withRewards<Options>(given);
  const wanted = wantedOf(options);
  const output = recordOutput(options, ({ grouped, columns }: Read, all: readonly TrainingWeights[]) =>
    weightRecords(grouped, columns, all)
  );
  const inputs = (await Promise.all(names.map(expand))).flat();
  const write = planOutputs([output], inputs);
  const read = await readFiles(names, { ...options, ...(wanted.ratio ? { score: [wanted.ratio.name] } : {}) });
  const { groups } = read.grouped;
  const all = groups.map((group) => trainingWeights(group, wanted));
  const needed = samplesNeeded(wanted);
  if (groups.every(({ ids }, g) => all[g].lacking.length === ids.length))
    throw coded(RangeError, 'NO_ESTIMATE', `${names.map(fileName).join(', ')}: no prompt has ${count(needed, 'sample')}`);
  await write(read, all);
  tell(...groups.flatMap(({ group }, g) => valueText(group, wanted.k, all[g])), ...lackingText(read.grouped, all, needed));
  read.tellLater();
}

/** @throws UsageError if there are several rewards, or k is too small for the baseline. */
function wantedOf({ rewards, k, baseline = 'none', ratio, logRatio }: Options): WeightsWanted {
  if (rewards) throw new UsageError(`weights are of one reward, and --reward names ${rewards.join(', ')}`);
  if (baseline === 'leave-one-out-of-k-minus-one' && k < 2)
    throw new UsageError(`-k is ${k}, and the baseline ${baseline} needs at least 2`);
  const name = ratio ?? logRatio;
  return { k, baseline, ...(name === undefined ? {} : { ratio: { name, isLog: logRatio !== undefined } }) };
}

/** What the new policy would reach, where there are ratios. */
function valueText(group: string, k: number, { value }: TrainingWeights): string[] {
  if (!value || value.mean === null) return [];
  const prefix = group === '' ? '' : `${group}: `;
  const mean = value.standardError === null ? short(value.mean) : withError(value.mean, value.standardError);
  return [`${prefix}the mean of the best of ${k} under the new policy is ${mean}, over ${count(value.prompts, 'prompt')}`];
}
