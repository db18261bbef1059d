// A folder for outputs.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { coded } from '../../errors';
import { reasonOf } from '../system-error';

/**
 * Makes a folder, and those above it, where there is none. (Node.js itself would try for ever where the system lets nobody make one, as in `/proc`.)
 *
 * @throws Error (`NOT_WRITTEN`) if it cannot be made.
 */
export function makeFolder(folder: string): void {
  try {
    const missing: string[] = [];
    for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path);
    for (const path of missing) mkdirSync(path);
    if (!statSync(folder).isDirectory()) throw coded(Error, 'NOT_WRITTEN', 'there is a file of this name');
  } catch (error) {
    throw coded(Error, 'NOT_WRITTEN', `the folder ${folder} cannot be made: ${reasonOf(error)}`);
  }
}
