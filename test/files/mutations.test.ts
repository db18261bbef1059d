// Damaged files: each is read with all that it declares, or refused by an error that names it. `MUTANTS=1000` tries more of each file.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumns } from '../../src/cli/support/read-columns';
import { messageOf } from '../../src/errors';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { FILES } from '../helpers/damaged-files.mjs';
import { mutated } from '../helpers/mutations.mjs';
import { randomFrom } from '../helpers/random.mjs';

const COUNT = Number(process.env.MUTANTS ?? 30);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-mutants-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How many lines or rows were read; undefined if that is not counted. */
async function lengthOf(path: string, args: readonly string[], skipBad: boolean): Promise<number | undefined> {
  if (args[0] === 'support') {
    await readColumns(path, ['weight', 'reward']);
    return undefined;
  }
  const columns = args.includes('-p') ? { prompt: ['prompt'], reward: 'reward' } : {};
  const files = await openFiles([path], columns, { skipBad });
  const options = { ns: [1], confidence: 0.95, seed: 1, resamples: 1, skipBad };
  return (await runFiles(files, inThisThread(), options)).files[0].length;
}

describe('damaged at random', () => {
  it.each(FILES.filter(({ format }) => format !== 'arrow'))('$name', async ({ name, bytes, args, length }) => {
    const random = randomFrom(1);
    let refused = 0;
    for (let i = 0; i < COUNT; i++) {
      const { bytes: damaged, how } = mutated(bytes, random);
      const path = join(folder, `damaged-${name}`);
      writeFileSync(path, damaged);
      let found: number | undefined;
      try {
        found = await lengthOf(path, args, i % 2 === 1);
      } catch (error) {
        expect(messageOf(error), how).toContain(path);
        expect((error as Error & { code?: string }).code, how).toMatch(/^(BAD_|NO_RECORDS|UNKNOWN_COLUMNS|RECORD_TOO_LONG)/);
        refused++;
        continue;
      }
      if (length !== undefined && found !== undefined) expect(found, how).toBe(length);
    }
    if (length !== undefined) expect(refused).toBeGreaterThan(COUNT / 4);
  });
});
