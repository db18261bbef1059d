// After tsup: the kernel beside the bundles, the licences and the bill of materials of the packages that the bundles hold, and declarations that
// stand alone.

import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundledPackages, bundledPaths } from './bundled.mjs';
import { licencesOf } from './licences.mjs';
import { sbomOf } from './sbom.mjs';

const packages = bundledPackages(bundledPaths());
copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licencesOf(packages));
writeFileSync('dist/sbom.cdx.json', sbomOf(packages));

// only a module may declare what is global, and what several entries share exports nothing
for (const name of readdirSync('dist')) {
  if (/\.d\.c?ts$/.test(name) && !/^export /m.test(readFileSync(`dist/${name}`, 'utf8')))
    appendFileSync(`dist/${name}`, 'export {};\n');
}
