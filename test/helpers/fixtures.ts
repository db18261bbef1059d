// Where the files of other libraries are that the readers are tested against.

import { fileURLToPath } from 'node:url';

/** The path of a file in `test/fixtures/`. */
export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
