// What several files that are dropped together seem to hold: a run each.

import { describeFile, type FileDescription } from './describe';

/**
 * What the files hold: the columns and the first rows of the first, and what all of them were taken for.
 *
 * @throws Error if one of several files holds no samples, since only runs of samples are shown together.
 */
export async function describeFiles(files: readonly File[]): Promise<FileDescription> {
  const all: FileDescription[] = [];
  for (const file of files) all.push(await describeFile(file));
  const [first] = all;
  if (files.length === 1) return { ...first, takenFor: `${files[0].name}: ${first.takenFor}` };
  const whole = all.findIndex(({ guess }) => guess?.kind === 'support');
  if (whole >= 0)
    throw new Error(
      `Several files are shown together where each holds samples of prompts, and ${files[whole].name} seems to hold a whole reference: drop it alone.`
    );
  const said = all.map(({ guess, takenFor }, i) => `${files[i].name}: ${guess ? takenFor : 'read by the same columns'}`);
  const isSame = all.every(({ takenFor }) => takenFor === first.takenFor);
  const names = files.map(({ name }) => name).join(', ');
  const guess = first.guess?.kind === 'numbers' ? ({ kind: 'numbers', layout: 'prompts' } as const) : first.guess;
  return {
    ...first,
    ...(first.layouts ? { layouts: ['prompts'] as const } : {}),
    guess,
    takenFor: `${files.length} files, a run each: ${isSame ? `${names}: each ${first.takenFor}` : said.join('; ')}`,
  } as FileDescription;
}
