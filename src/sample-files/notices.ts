// What the numbers of a run do not say by themselves: prompts that are gone, single samples, tied rewards, files that look like parts.

import { count, grouped } from '../format/number';
import type { Group, Grouped } from './grouping';
import { rewardName, type SampleColumns } from './sample-columns';

/** In whole sentences without a full stop. */
export function noticesOf(grouped: Grouped, columns: SampleColumns): string[] {
  const { groups } = grouped;
  return [
    ...readingNotices(grouped, columns),
    ...singleSamples(groups, columns),
    ...tiedPrompts(groups, columns),
    ...partsOfARun(groups),
  ];
}

/** Those of what was read, whatever is made of it. */
export function readingNotices({ groups, lost, filled }: Grouped, columns: SampleColumns): string[] {
  return [
    ...(filled > 0
      ? [
          `${count(filled, 'score')} ${filled === 1 ? 'is' : 'are'} missing and ${filled === 1 ? 'counts' : 'count'} as ${filledBy(columns)}`,
        ]
      : []),
    ...lostPrompts(groups, lost),
    ...emptyPrompts(groups, columns),
  ];
}

/** A label of null goes before `--missing`, as where the records are read. */
const filledBy = ({ pass }: SampleColumns) =>
  pass?.labels && Object.hasOwn(pass.labels, 'null') ? `${pass.labels.null}, as null=${pass.labels.null} says` : '0';

function lostPrompts(groups: readonly Group[], { some, all, samples }: Grouped['lost']): string[] {
  if (samples === 0) return [];
  const prompts = groups.reduce((sum, { ids }) => sum + ids.length, 0) + all;
  return [
    `${count(samples, 'sample')} of known prompts ${samples === 1 ? 'was' : 'were'} left out`,
    ...(all > 0
      ? [`${grouped(all)} of ${count(prompts, 'prompt')} lost all samples and ${all === 1 ? 'counts' : 'count'} in no row`]
      : []),
    ...(some > 0 ? [`${grouped(some)} of ${count(prompts, 'prompt')} lost some of ${some === 1 ? 'its' : 'their'} samples`] : []),
  ];
}

/** An id may be an empty text, which in a table is more likely one that is missing. */
function emptyPrompts(groups: readonly Group[], { prompt, reward, rewards = [reward] }: SampleColumns): string[] {
  const empty = prompt.length === 1 ? '' : JSON.stringify(prompt.map(() => ''));
  let samples = 0;
  for (const { ids, offsets } of groups) {
    const at = ids.indexOf(empty);
    if (at >= 0) samples += offsets[at + 1] - offsets[at];
  }
  // a group stands there once for each reward
  samples /= rewards.length;
  if (samples === 0) return [];
  const is = prompt.length === 1 ? 'is' : 'are';
  return [`${prompt.join(' + ')} ${is} empty in ${count(samples, 'sample')}, and an empty id counts as a prompt`];
}

function singleSamples(groups: readonly Group[], { prompt, repeating }: SampleColumns): string[] {
  const isSingle = ({ ids, rewards }: Group) => ids.length === rewards.length;
  if (groups.length === 0 || !groups.every(isSingle) || groups.every(({ ids }) => ids.length === 1)) return [];
  const hint = repeating === undefined ? seedsHint(groups) : `; the values of ${repeating} repeat: try --prompt '${repeating}'`;
  return [`every prompt, told by ${prompt.join(' + ')}, has one sample only, so nothing can be said beyond n = 1${hint}`];
}

/** Files with the same prompts, and one sample of each, may be the seeds of one run. */
function seedsHint(groups: readonly Group[]): string {
  const [{ ids, labels }] = groups;
  const known = new Set(ids);
  const isShared = groups.some((other) => other.labels.file !== labels.file && other.ids.some((id) => known.has(id)));
  return isShared ? '; if the files are samples of one run, such as its seeds, give --pool' : '';
}

/** Where rewards are more than passed or failed, ties at the top are worth a word: there the choice among equals is drawn. */
function tiedPrompts(groups: readonly Group[], columns: SampleColumns): string[] {
  return groups.flatMap(({ group, ids, offsets, rewards }) => {
    if (isTwoValued(rewards)) return [];
    let tied = 0;
    let several = 0;
    for (let i = 0; i < ids.length; i++) {
      if (offsets[i + 1] - offsets[i] < 2) continue;
      several++;
      if (isBestTied(rewards, offsets[i], offsets[i + 1])) tied++;
    }
    if (tied === 0) return [];
    const where = group === '' ? '' : `${group}: `;
    const samples = `several samples tie for the best ${rewardName(columns)}`;
    return [`${where}in ${grouped(tied)} of ${count(several, 'prompt')} ${samples}, and the choice among them is averaged over`];
  });
}

/** Whether the largest of the values in a range stands there more than once. */
function isBestTied(values: Float64Array, from: number, to: number): boolean {
  let [best, times] = [values[from], 1];
  for (let i = from + 1; i < to; i++) {
    if (values[i] > best) [best, times] = [values[i], 1];
    else if (values[i] === best) times++;
  }
  return times > 1;
}

function isTwoValued(values: Float64Array): boolean {
  let other: number | undefined;
  for (const value of values) {
    if (value === values[0] || value === other) continue;
    if (other !== undefined) return false;
    other = value;
  }
  return true;
}

/** Files without a prompt in common are more likely parts of one run than runs. */
function partsOfARun(groups: readonly Group[]): string[] {
  const files = new Map<string, Set<string>>();
  for (const { labels, ids } of groups) {
    if (labels.file === undefined) return [];
    const known = files.get(labels.file) ?? new Set();
    for (const id of ids) known.add(id);
    files.set(labels.file, known);
  }
  if (files.size < 2) return [];
  const all = new Set<string>();
  let sum = 0;
  for (const ids of files.values()) {
    sum += ids.size;
    for (const id of ids) all.add(id);
  }
  if (all.size < sum) return [];
  return ['no prompt stands in two of the files: if they are parts of one run, give --pool'];
}
