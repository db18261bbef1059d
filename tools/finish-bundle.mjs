// After tsup: the kernel beside the bundles, and the licences of the packages that the bundles hold.

import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { licencesOf } from './licences.mjs';

copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');
const paths = readdirSync('build/inputs').flatMap((file) => JSON.parse(readFileSync(`build/inputs/${file}`, 'utf8')));
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licencesOf(paths));
