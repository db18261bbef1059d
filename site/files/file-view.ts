// A file of the reader's as a view: a support, the means over prompts, or one prompt, whose samples are then the whole reference.

import { RUN_STYLES } from '../../src/charts/series-style';
import type { Coded } from '../../src/errors';
import { count, grouped } from '../../src/format/number';
import { groupNames } from '../../src/sample-files/group-names';
import type { Group } from '../../src/sample-files/grouping';
import { meansView } from '../worker/means-view';
import { supportView } from '../worker/support-view';
import type { Choice, View } from '../worker/view-types';
import { meanName, placesIn, promptName } from './choice-names';
import type { FileSource } from './file-source';
import { moreCharts } from './more';

/** Nobody reads a longer list of prompts, and a browser is slow to show it. */
const MAX_LISTED_PROMPTS = 500;

/** What of a file can be shown, and what is: nothing can be chosen in a support. */
export function choicesIn(source: FileSource): { choices: Choice[]; choice?: string } {
  if ('input' in source) return { choices: [] };
  const choices = choicesOf(source.groups, groupNames(source.groups));
  return { choices, choice: chosenIn(choices, source).name };
}

const chosenIn = (choices: readonly Choice[], { choice }: FileSource) =>
  choices.find(({ name }) => name === choice) ?? choices[0];

/** @throws Error with the file's name and the place of a value that the library refuses. */
export function viewOf(source: FileSource): View {
  if ('input' in source) return wholeView(source);
  const names = groupNames(source.groups);
  return chosenView(source, names, chosenIn(choicesOf(source.groups, names), source));
}

function wholeView({ name, input, places }: Extract<FileSource, { input: unknown }>): View {
  try {
    return supportView({ title: name, input });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    // the library names the index of a bad value; a reader looks for its line
    const { index } = error as Error & Partial<Coded>;
    throw new Error(`${name}:${index === undefined ? '' : `${places[index]}:`} ${error.message}`);
  }
}

function choicesOf(groups: readonly Group[], names: readonly string[]): Choice[] {
  const prefix = (g: number) => (names[g] === '' ? '' : `${names[g]}: `);
  const means = groups.map(({ ids }, g) => ({
    name: meanName(g),
    label: `${prefix(g)}mean over ${count(ids.length, 'prompt')}`,
  }));
  const prompts = groups.flatMap(({ ids }, g) =>
    ids.slice(0, MAX_LISTED_PROMPTS).map((id, i) => ({ name: promptName(g, i), label: `${prefix(g)}prompt ${id.slice(0, 60)}` }))
  );
  return [...means, ...prompts.slice(0, MAX_LISTED_PROMPTS)];
}

type Samples = Extract<FileSource, { groups: unknown }>;

function chosenView({ name: file, groups, columns }: Samples, names: readonly string[], { name, label }: Choice): View {
  const { run, prompt } = placesIn(name);
  const title = `${file}, ${label}`;
  if (prompt === undefined) {
    const runs = groups.map((group, place) => ({ name: names[place], place, group }));
    const others = groups.length <= RUN_STYLES.length ? runs.filter(({ place }) => place !== run) : [];
    const facts: [string, string][] =
      groups.length > 1
        ? [['runs', others.length > 0 ? `${groups.length}` : `${grouped(groups.length)}, shown one at a time`]]
        : [];
    const chosen = runs[run];
    return { ...meansView(title, chosen.group, others, facts), more: () => moreCharts(chosen, others, columns) };
  }
  const { offsets, rewards } = groups[run];
  const own = rewards.slice(offsets[prompt], offsets[prompt + 1]);
  return supportView({ title, input: { weights: new Float64Array(own.length).fill(1), rewards: own } });
}
