// After tsup: the kernel beside the bundles, and the licences and the bill of materials of the packages that the bundles hold.

import { copyFileSync, writeFileSync } from 'node:fs';
import { bundledPackages, bundledPaths } from './bundled.mjs';
import { licencesOf } from './licences.mjs';
import { sbomOf } from './sbom.mjs';

const packages = bundledPackages(bundledPaths());
copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licencesOf(packages));
writeFileSync('dist/sbom.cdx.json', sbomOf(packages));
