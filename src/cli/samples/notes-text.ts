// What is said above and below the table of curves: what its rows are about, where dashes stand, and where errors come from.

import { count, decimalsFor, NONE } from '../../format/number';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { textsOf } from '../../sample-files/estimate-texts';
import { rewardName, type SampleColumns } from '../../sample-files/sample-columns';
import { type ShownEstimate, shownEstimates } from './readable-table';
import { winRateText } from './win-rate-text';

/** What sets a group apart, in words: `filter strict-match, model north`. */
export function headingOf({ labels }: GroupResult): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** What the rows of each group are about, a line for each. */
export function summaries(groups: readonly GroupResult[]): string[] {
  return groups.map((group) => `${group.group === '' ? '' : `${headingOf(group)}: `}${summaryOf(group)}`);
}

function summaryOf({ samples, result }: GroupResult): string {
  const { least, most } = result.samples;
  const all = `${count(result.prompts, 'prompt')} of ${least === most ? count(least, 'sample') : `${least} to ${most} samples`}, ${count(samples, 'sample')} in all.`;
  const fewer =
    least === most || result.rows.every(({ n }) => n <= least)
      ? ''
      : ` Beyond n = ${least} a row speaks of fewer prompts, as the column prompts says.`;
  const isEmpty = result.rows.some(({ n }) => n > most);
  const clusters = result.rows[0]?.expectedReward.clusters;
  const own = clusters === undefined ? '' : ` Standard errors and intervals are those of ${count(clusters, 'cluster')}.`;
  return `${all}${fewer}${isEmpty ? ` No prompt has more than ${count(most, 'sample')}, so rows beyond n = ${most} have dashes.` : ''}${own}`;
}

/** What is to be said below the table, in whole sentences. */
export function tableNotes(groups: readonly GroupResult[], columns: SampleColumns): string[] {
  const shown = shownEstimates(groups);
  return [
    ...winRateText(groups.flatMap(({ result }) => result.rows)),
    ...dashes(groups, shown, columns),
    ...noIntervals(groups, shown),
    ...new Set(groups.flatMap(errorSources)),
  ];
}

/** Why an estimate has a dash in a row that some prompts have samples for. */
function dashes(groups: readonly GroupResult[], shown: readonly ShownEstimate[], columns: SampleColumns): string[] {
  return shown.flatMap(({ field, member, meanIn }) => {
    const rows = groups.flatMap(({ result }) => result.rows.filter((row) => row.answered > 0 && meanIn(row).mean === null));
    if (rows.length === 0) return [];
    const what = `There is no ${textsOf(field).head(rewardName(columns), member)} (${NONE})`;
    const why =
      field === 'winRate' ? 'against one more sample it needs n + 1 samples of a prompt, which none has' : 'no prompt has it';
    if (groups.length === 1) return [`${what} at n = ${rows.map(({ n }) => n).join(', ')}: ${why}.`];
    return [`${what} in some rows of prompts with n samples: ${why} there.`];
  });
}

/** Why means have no interval, a sentence for each reason. */
function noIntervals(groups: readonly GroupResult[], shown: readonly ShownEstimate[]): string[] {
  const rows = groups.flatMap(({ result }) => result.rows);
  const all = shown.filter(({ field }) => textsOf(field).hasInterval).flatMap(({ meanIn }) => rows.map(meanIn));
  const begin = shown.some(({ hasIntervals }) => hasIntervals) ? 'Where there is no interval,' : 'There is no interval:';
  const reasons = new Set(all.flatMap(({ mean, noInterval }) => (mean !== null && noInterval !== undefined ? [noInterval] : [])));
  return [...reasons].map((reason) => `${begin} ${reason}.`);
}

/** Which part of the error at n = 1 comes from the prompts and which from their samples, as far as that can be told; a sentence for each group. */
function errorSources({ group, result: { rows, samples, prompts } }: GroupResult): string[] {
  const { standardError, errorFromSamples } = rows.find(({ n }) => n === 1)?.expectedReward ?? {};
  if (!standardError || prompts < 2) return [];
  if (errorFromSamples === undefined)
    return samples.most > 1 ? [] : ['With one sample a prompt it cannot be told which part of an error comes from the samples.'];
  const fromPrompts = Math.sqrt(Math.max(0, (standardError - errorFromSamples) * (standardError + errorFromSamples)));
  const [all, ofPrompts, ofSamples] = [standardError, fromPrompts, errorFromSamples].map((error) =>
    error.toFixed(decimalsFor(standardError, 1))
  );
  const begin = group === '' ? 'Of' : `${group}: of`;
  return [
    `${begin} the error ${all} at n = 1, ${ofPrompts} comes from the choice of prompts and ${ofSamples} from their samples; the squares add up.`,
  ];
}
