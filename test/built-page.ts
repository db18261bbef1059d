// A folder of this run for the built page, which several files of tests look at: the first that needs it builds it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    siteFolder: string;
  }
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-site-'));
  project.provide('siteFolder', folder);
  return () => rmSync(folder, { recursive: true });
}
