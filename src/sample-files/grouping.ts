// A table sorted into the groups that get a curve each: runs, groups and rewards, and in each its prompts with their samples.

import { NO_ANSWER } from '../numerics/majority-score';
import { DoubledSample } from './doubled-sample';
import { scoresIn } from './estimate-names';
import { numberColumns, type SampleColumns } from './sample-columns';
import type { TableState } from './table';

/** The prompts of one group, in the order of their first samples, and the samples of each, in the order of the files. */
export interface Group {
  /** The value of each column by which the group is kept apart from others; `file` is the file, and `reward` the reward that chooses. */
  labels: Record<string, string>;
  /** The values of the labels in one text; '' if there are none. */
  group: string;
  ids: string[];
  /** The name of each prompt's cluster, where a column tells it. */
  clusters?: string[];
  /** Samples of prompt i are those from `offsets[i]` to `offsets[i + 1]`. */
  offsets: Uint32Array;
  rewards: Float64Array;
  logProbs?: Float64Array;
  scores: Record<string, Float64Array>;
  /** Codes of the answers, equal ones for equal texts, if a column tells them. */
  answers?: Uint32Array;
}

/** Files and their folders. */
export type Folders = ReadonlyMap<string, string>;

/** The groups of a table, and the prompts that are in none of them. */
export interface Grouped {
  groups: Group[];
  /** How many prompts lost some of their samples, how many lost all, and how many samples that were. */
  lost: { some: number; all: number; samples: number };
  /** How many answers without a score count what the user says of them. */
  filled: number;
}

/** The groups of a table, and where their samples stood in it. */
export interface Ordered extends Grouped {
  /**
   * For each sample, group after group and prompt after prompt, its row in the table; absent where the rows stand in this order. Groups that differ in the
   * reward that chooses share their samples.
   */
  rows?: Uint32Array;
  /** The id of each row of the table, if a column tells it. */
  sampleIds?: string[];
}

/** The samples sorted by prompt, group by group, as `groupInOrder` has them, without the way back to the table. */
export function groupTable(state: TableState, columns: SampleColumns, folders?: Folders): Grouped {
  const { groups, lost, filled } = groupInOrder(state, columns, folders);
  return { groups, lost, filled };
}

/**
 * The samples sorted by prompt, group by group.
 *
 * @param state - a table to which files were appended, so that the labels of its groups begin with the file.
 * @param folders - the folder that a file was found in, where only that was named.
 * @throws DoubledSample if two samples of a prompt have the same id, unless the later one counts.
 */
export function groupInOrder(state: TableState, columns: SampleColumns, folders: Folders = new Map()): Ordered {
  const kept = distinctRows(state, columns);
  const { ids, groupOf, clusters, lost } = state;
  const sizes = new Uint32Array(ids.length);
  if (kept) for (const row of kept) sizes[state.rows[row]]++;
  else for (const prompt of state.rows) sizes[prompt]++;

  const { labels, merged } = labelsOf(state, columns, sizes, folders);
  const members: number[][] = labels.map(() => []);
  groupOf.forEach((group, prompt) => {
    if (sizes[prompt] > 0) members[merged[group]].push(prompt);
  });
  const cuts = members.map((prompts) => cutOf(prompts, sizes));
  const starts = [0];
  members.forEach((prompts, g) => {
    starts.push(starts[g] + cuts[g][prompts.length]);
  });
  const sorted = kept === undefined && isInOrder(state.rows, members) ? undefined : sortedRows(kept, state.rows, members, sizes);
  const valuesOf = (name: string) => {
    const values = state.columns[name] ?? new Float64Array(0);
    if (sorted === undefined) return values;
    const own = new Float64Array(sorted.length);
    for (let i = 0; i < own.length; i++) own[i] = values[sorted[i]];
    return own;
  };
  const byName = new Map(numberColumns(columns).map((name) => [name, valuesOf(name)]));

  const answers = state.answers && codesOf(state.answers, sorted);

  const { reward, rewards = [reward], logProb } = columns;
  const others = scoresIn(columns);
  const groups = members.flatMap((prompts, g): Group[] => {
    const cut = (name: string) => (byName.get(name) as Float64Array).subarray(starts[g], starts[g + 1]);
    if (prompts.length === 0) return [];
    // the same columns for every reward, so that their curves can stand in one table
    return rewards.map((chosen) => {
      const own = { ...labels[g], ...(rewards.length > 1 ? { reward: chosen } : {}) };
      return {
        labels: own,
        group: Object.values(own).join(', '),
        ids: prompts.map((prompt) => ids[prompt]),
        ...(clusters ? { clusters: prompts.map((prompt) => clusters[prompt] as string) } : {}),
        offsets: cuts[g],
        rewards: cut(chosen),
        ...(logProb === undefined ? {} : { logProbs: cut(logProb) }),
        scores: Object.fromEntries(others.map((name) => [name, cut(name)])),
        ...(answers ? { answers: answers.subarray(starts[g], starts[g + 1]) } : {}),
      };
    });
  });
  return {
    groups,
    lost: countLost(lost, sizes),
    filled: state.filled,
    ...(sorted ? { rows: sorted } : {}),
    ...(state.sampleIds ? { sampleIds: state.sampleIds } : {}),
  };
}

/** The answers as codes, in the order of the rows that are given; without them in their own. */
function codesOf(answers: readonly (string | null)[], sorted?: Uint32Array): Uint32Array {
  const known = new Map<string, number>();
  const codes = Uint32Array.from(answers, (text) => {
    if (text === null) return NO_ANSWER;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return sorted === undefined ? codes : sorted.map((row) => codes[row]);
}

function countLost(lost: Uint32Array, sizes: Uint32Array): Grouped['lost'] {
  let [some, all, samples] = [0, 0, 0];
  for (let prompt = 0; prompt < lost.length; prompt++) {
    if (lost[prompt] === 0) continue;
    samples += lost[prompt];
    if (sizes[prompt] > 0) some++;
    else all++;
  }
  return { some, all, samples };
}

/** Where the samples of each prompt begin and, after the last, end. */
function cutOf(prompts: readonly number[], sizes: Uint32Array): Uint32Array {
  const offsets = new Uint32Array(prompts.length + 1);
  prompts.forEach((prompt, i) => {
    offsets[i + 1] = offsets[i] + sizes[prompt];
  });
  return offsets;
}

/** Whether the rows come in the order of the groups already, and in each of its prompts. */
function isInOrder(promptOf: Uint32Array, members: readonly number[][]): boolean {
  let [g, at, row] = [0, 0, 0];
  while (row < promptOf.length) {
    if (g === members.length) return false;
    if (at === members[g].length) [g, at] = [g + 1, 0];
    else {
      const prompt = members[g][at++];
      while (promptOf[row] === prompt) row++;
    }
  }
  return true;
}

/** The rows, or those of them that count, in the order of the groups, in each of its prompts, and in each prompt as they come. */
function sortedRows(
  kept: Uint32Array | undefined,
  promptOf: Uint32Array,
  members: readonly number[][],
  sizes: Uint32Array
): Uint32Array {
  const next = new Uint32Array(sizes.length);
  let at = 0;
  for (const prompts of members) {
    for (const prompt of prompts) {
      next[prompt] = at;
      at += sizes[prompt];
    }
  }
  const sorted = new Uint32Array(kept ? kept.length : promptOf.length);
  if (kept) for (const row of kept) sorted[next[promptOf[row]]++] = row;
  else for (let row = 0; row < promptOf.length; row++) sorted[next[promptOf[row]]++] = row;
  return sorted;
}

/**
 * The labels of each group, without those that nobody named and that are the same everywhere; groups that then differ in nothing become one.
 */
function labelsOf(state: TableState, columns: SampleColumns, sizes: Uint32Array, folders: Folders) {
  const { groups, groupOf } = state;
  const { by = [], runs = [], files } = columns;
  const names = ['file', ...by, ...runs];
  const ofParts = foldersOfParts(state, folders);
  const values = groups.map((group) => {
    const [file, ...others] = JSON.parse(group) as string[];
    const folder = folders.get(file);
    return [folder !== undefined && ofParts.has(folder) ? folder : file, ...others];
  });
  const hasSamples = new Set<number>();
  groupOf.forEach((group, prompt) => {
    if (sizes[prompt] > 0) hasSamples.add(group);
  });
  const isNamed = (i: number) => (i === 0 ? files === 'named' : i <= by.length);
  const varies = (i: number) => new Set([...hasSamples].map((group) => values[group][i])).size > 1;
  const shown = names.map((_, i) => i).filter((i) => isNamed(i) || varies(i));

  const places = new Map<string, number>();
  const labels: Record<string, string>[] = [];
  const merged = values.map((all) => {
    const own = shown.map((i) => all[i]);
    const key = JSON.stringify(own);
    let place = places.get(key);
    if (place === undefined) {
      place = labels.push(Object.fromEntries(shown.map((i, at) => [names[i], own[at]]))) - 1;
      places.set(key, place);
    }
    return place;
  });
  return { labels, merged };
}

/** The folders whose files are parts of one run: no prompt stands in two of them. */
function foldersOfParts({ groups, groupOf, ids }: TableState, folders: Folders): Set<string> {
  const found = new Set(folders.values());
  const fileOf = new Map<string, string>();
  if (found.size === 0) return found;
  const labels = groups.map((group) => JSON.parse(group) as string[]);
  ids.forEach((id, i) => {
    const [file, ...others] = labels[groupOf[i]];
    const folder = folders.get(file);
    if (folder === undefined) return;
    const key = JSON.stringify([folder, others, id]);
    if ((fileOf.get(key) ?? file) !== file) found.delete(folder);
    fileOf.set(key, file);
  });
  return found;
}

/** The rows that count, of those of one prompt with the same id the last; undefined where samples have no ids, and all count. */
function distinctRows({ rows, sampleIds, ids }: TableState, { sampleId, last, prompt }: SampleColumns): Uint32Array | undefined {
  if (!sampleIds) return undefined;
  const known = new Map<string, number>();
  const kept = new Uint8Array(rows.length).fill(1);
  for (let i = 0; i < rows.length; i++) {
    const key = `${rows[i]} ${sampleIds[i]}`;
    const before = known.get(key);
    if (before !== undefined) {
      if (!last) {
        const which = `${prompt.join(' + ')} ${ids[rows[i]]}, ${sampleId} ${shorten(sampleIds[i])}`;
        throw new DoubledSample(which, [before, i]);
      }
      kept[before] = 0;
    }
    known.set(key, i);
  }
  return Uint32Array.from(rows.keys()).filter((i) => kept[i] === 1);
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
