// How many prompts have n samples, where not all have as many.

import { grouped } from '../../../src/format/number';
import type { Group } from '../../../src/sample-files/grouping';
import type { MoreChart, MoreSeries } from '../../worker/more-types';

/** A group beside the others: what it is called, and its place, which tells its look. */
export interface PlacedGroup {
  name: string;
  place: number;
  group: Group;
}

/** @param chosen - the group that is open; `others` are drawn beside it. */
export function promptsChart(chosen: Group, others: readonly PlacedGroup[]): MoreChart | undefined {
  const own = countsOf(chosen);
  const beside = others.map(({ name, place, group }) => ({ name, place, counts: countsOf(group) }));
  if ([own, ...beside.map(({ counts }) => counts)].every(isEven)) return undefined;
  const all = chosen.ids.length;
  const end = own.n[own.values.lastIndexOf(all)];
  const left = own.values.at(-1) as number;
  const most = own.n.at(-1) as number;
  const text = isEven(own)
    ? `All ${grouped(all)} prompts have n samples up to n = ${grouped(most)}; those of another run do not.`
    : `Up to n = ${grouped(end)} all ${grouped(all)} prompts have n samples; at n = ${grouped(most)}, the most, ${grouped(left)} ${left === 1 ? 'has' : 'have'}. Means are over the prompts that do.`;
  const seriesOf = (label: string, look: MoreSeries['look'], counts: ReturnType<typeof countsOf>): MoreSeries => ({
    label,
    look,
    ...counts,
    steps: true,
  });
  return {
    id: 'prompts',
    title: 'Prompts with n samples',
    text,
    y: 'prompts',
    series: [
      seriesOf('prompts', 'exact', own),
      ...beside.map(({ name, place, counts }) => seriesOf(`prompts, ${name}`, place, counts)),
    ],
  };
}

/** Whether all prompts have as many samples. */
const isEven = ({ values }: { values: Float64Array }) => values[0] === values[values.length - 1];

/** At 1 and at every number of samples that a prompt has, how many prompts have so many or more: it holds from the number before on. */
function countsOf({ offsets, ids }: Group): { n: Float64Array; values: Float64Array } {
  const sizes = Float64Array.from(ids, (_, i) => offsets[i + 1] - offsets[i]).sort();
  const n = [1];
  const values = [sizes.length];
  sizes.forEach((size, i) => {
    if (size === sizes[i - 1]) return;
    if (size > 1) {
      n.push(size);
      values.push(sizes.length - i);
    }
  });
  return { n: Float64Array.from(n), values: Float64Array.from(values) };
}
