// The fixtures of the known kinds of sample files, and what a run over one of them gives.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { inThisThread } from '../../src/sample-files/executor';
import type { Kind } from '../../src/sample-files/kinds/kind';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import type { ColumnOptions } from '../../src/sample-files/sample-columns';

export const KINDS_FOLDER = 'src/sample-files/kinds';
export const FIXTURES_FOLDER = 'test/fixtures/kinds';

/** The files that export a kind, by their names without `.ts`; others in the folder are what kinds share. */
export const KIND_FILES = readdirSync(KINDS_FOLDER)
  .filter((name) => /^export const \w+: Kind = /m.test(readFileSync(join(KINDS_FOLDER, name), 'utf8')))
  .map((name) => basename(name, '.ts'));

/** The names of the fixtures. A fixture is called like the file of its kind, `NAME.FORMAT`, or `NAME-SHAPE.FORMAT` if there are several. */
export const FIXTURES = readdirSync(FIXTURES_FOLDER).sort();

/** The file of a kind that a fixture is called after, if there is one. */
export function kindFileOf(fixture: string): string | undefined {
  const named = KIND_FILES.filter((name) => new RegExp(`^${name}(-[^.]*)?\\.`).test(fixture));
  return named.sort((a, b) => b.length - a.length)[0];
}

/** The kinds that a file of kinds exports. */
export async function kindsIn(file: string): Promise<Kind[]> {
  const exported: Record<string, unknown> = await import(`../../src/sample-files/kinds/${file}.ts`);
  return Object.values(exported).filter(
    (value): value is Kind => typeof value === 'object' && value !== null && 'needs' in value
  );
}

/** The means of a curve: of the reward under its name, and of the scores, at each n. */
export interface CurveMeans {
  labels: Record<string, string>;
  prompts: number;
  samples: number;
  means: Record<string, number[]>;
}

/** What a fixture is taken for without an option, what is said of it, and its means. */
export async function runOf(fixture: string, ns: number[], options: ColumnOptions = {}) {
  const files = await openFiles([join(FIXTURES_FOLDER, fixture)], options);
  const run = { skipBad: false, ns, confidence: 0.95, seed: 1, resamples: 10 };
  const { groups, notices } = await runFiles(files, inThisThread(), run);
  const curves = groups.map(({ labels, ids, samples, result: { rows } }): CurveMeans => {
    const { reward } = files.columns;
    const means = { [labels.reward ?? reward]: rows.map(({ expectedReward }) => expectedReward.mean as number) };
    for (const name of Object.keys(rows[0].scores)) means[name] = rows.map(({ scores }) => scores[name].mean as number);
    return { labels, prompts: ids.length, samples, means };
  });
  return { columns: files.columns, curves, notices: [...files.notices, ...notices] };
}

/** Means as they are expected, up to rounding. */
export const near = (...means: number[]) => means.map((mean) => expect.closeTo(mean, 14));
