// The training weights as records, in the order in which the samples stand in the files.

import { count } from '../../format/number';
import type { Ordered } from '../../sample-files/grouping';
import type { SampleColumns } from '../../sample-files/sample-columns';
import type { TrainingWeights } from '../../sample-files/training-weights';
import type { Records } from '../output/record-output';
import type { Cell } from '../output/serialize';
import { promptCells } from './prompt-cells';

/** The most prompts that a sentence names. */
const MAX_NAMED = 5;

/** A record for each sample: its prompt, its id or else its index within the prompt, its reward and its weight. */
export function weightRecords(
  { groups, rows, sampleIds }: Ordered,
  columns: SampleColumns,
  all: readonly TrainingWeights[]
): Records {
  const { names, cellsOf } = promptCells(columns.prompt, groups, ['sample', 'reward', 'weight']);
  return { names: [...names, 'sample', 'reward', 'weight'], rows: cells() };

  function* cells(): Generator<Cell[]> {
    const starts = groups.map(() => 0);
    groups.forEach(({ rewards }, g) => {
      starts[g + 1] = starts[g] + rewards.length;
    });
    const owners = ownersOf(groups);
    for (const place of placesByRow(rows, owners.length)) {
      const { group: g, prompt } = owners.at(place);
      const { labels, ids, offsets, rewards } = groups[g];
      const i = place - starts[g];
      const weight = all[g].weights[i];
      yield [
        ...cellsOf(labels, ids[prompt]),
        sampleIds ? sampleIds[rows ? rows[place] : place] : i - offsets[prompt],
        rewards[i],
        Number.isNaN(weight) ? null : weight,
      ];
    }
  }
}

/** The group and the prompt of every sample. */
function ownersOf(groups: Ordered['groups']) {
  const length = groups.reduce((sum, { rewards }) => sum + rewards.length, 0);
  const firsts = [0];
  for (const { ids } of groups) firsts.push(firsts[firsts.length - 1] + ids.length);
  const promptOf = new Uint32Array(length);
  let at = 0;
  groups.forEach(({ ids, offsets }, g) => {
    for (let prompt = 0; prompt < ids.length; prompt++) {
      const next = at + offsets[prompt + 1] - offsets[prompt];
      promptOf.fill(firsts[g] + prompt, at, next);
      at = next;
    }
  });
  let group = 0;
  return {
    length,
    at(place: number) {
      const prompt = promptOf[place];
      // samples that follow one another are mostly of one group
      while (prompt < firsts[group]) group--;
      while (prompt >= firsts[group + 1]) group++;
      return { group, prompt: prompt - firsts[group] };
    },
  };
}

/** The places of the samples, by the rows of the table that they come from; a row of none, as of a sample that a later one replaces, is passed over. */
function* placesByRow(rows: Uint32Array | undefined, length: number): Generator<number> {
  if (rows === undefined) {
    for (let place = 0; place < length; place++) yield place;
    return;
  }
  const places = new Uint32Array(rows.reduce((most, row) => Math.max(most, row), 0) + 1);
  rows.forEach((row, place) => {
    places[row] = place + 1;
  });
  for (const place of places) if (place > 0) yield place - 1;
}

/** Which prompts have too few samples, in a sentence; none where every prompt has enough. */
export function lackingText({ groups }: Ordered, all: readonly TrainingWeights[], needed: number): string[] {
  const lacking = groups.flatMap(({ ids }, g) => all[g].lacking.map((prompt) => ids[prompt]));
  if (lacking.length === 0) return [];
  const prompts = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  const more = lacking.length > MAX_NAMED ? ` and ${lacking.length - MAX_NAMED} more` : '';
  const named = `${lacking.slice(0, MAX_NAMED).join(', ')}${more}`;
  const [has, its] = lacking.length === 1 ? ['has', 'its'] : ['have', 'their'];
  return [
    `${lacking.length} of ${count(prompts, 'prompt')} ${has} fewer than ${count(needed, 'sample')}, and ${its} weights are left empty: ${named}`,
  ];
}
