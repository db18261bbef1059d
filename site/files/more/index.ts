// The further charts of samples: how many prompts there are at each n, runs compared, votes, and a proxy against gold.

import { CONFIDENCE, RESAMPLES, SEED } from '../../../src/defaults';
import { estimate } from '../../../src/sample-files/estimate';
import { estimateAll, type GroupResult } from '../../../src/sample-files/estimate-groups';
import type { Executor } from '../../../src/sample-files/executor';
import type { Group } from '../../../src/sample-files/grouping';
import type { SampleColumns } from '../../../src/sample-files/sample-columns';
import type { MoreChart } from '../../worker/more-types';
import { comparisonCharts } from './comparison';
import { goldCharts } from './gold';
import { type PlacedGroup, promptsChart } from './prompts';
import { votesCharts } from './votes';

/** What was read of a file, as far as estimates are of it. */
export type ReadColumns = Pick<
  SampleColumns,
  'kind' | 'prompt' | 'reward' | 'scores' | 'answer' | 'estimates' | 'unaskedVotes' | 'wide'
>;

const HERE: Executor = {
  threads: 1,
  tasks: 1,
  readPart: () => Promise.reject(new Error('the page reads no parts of files')),
  estimate: async (portion) => estimate(portion),
  close: async () => {},
};

/** @param others - the other runs that the charts show. */
export async function moreCharts(
  chosen: PlacedGroup,
  others: readonly PlacedGroup[],
  columns: ReadColumns
): Promise<MoreChart[]> {
  const prompts = promptsChart(chosen.group, others);
  const own = await resultsOf([chosen.group], columns, { votes: true });
  const runs =
    others.length === 0
      ? []
      : await resultsOf(
          [chosen, ...others].map(({ group }) => group),
          columns,
          {}
        );
  const placed = runs.map((result, i) => ({ place: i === 0 ? chosen.place : others[i - 1].place, result }));
  return [
    ...comparisonCharts(placed, CONFIDENCE),
    ...votesCharts(own[0], columns.reward),
    ...goldCharts(own[0], columns.reward),
    ...(prompts ? [prompts] : []),
  ];
}

async function resultsOf(groups: Group[], columns: ReadColumns, { votes = false }: { votes?: boolean }): Promise<GroupResult[]> {
  const hasVotes = votes && groups.every(({ answers }) => answers !== undefined);
  const [gold] = votes ? columns.scores.filter((name) => groups.every(({ scores }) => scores[name] !== undefined)) : [];
  const used: ReadColumns = { ...columns, ...(hasVotes ? {} : { estimates: undefined, unaskedVotes: undefined }) };
  const { groups: results } = await estimateAll({ groups, lost: { some: 0, all: 0, samples: 0 }, filled: 0 }, used, HERE, {
    confidence: CONFIDENCE,
    seed: SEED,
    resamples: RESAMPLES,
    perPrompt: !votes,
    ...(gold === undefined ? {} : { questions: { gold } }),
  });
  return results;
}
