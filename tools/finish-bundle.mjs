// After tsup: the kernel beside the bundles, and the licences of the packages that the bundles hold.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');

const packages = new Set();
for (const file of readdirSync('build/inputs')) {
  for (const path of JSON.parse(readFileSync(`build/inputs/${file}`, 'utf8'))) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (found) packages.add(found[1]);
  }
}
const texts = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8') : `See https://spdx.org/licenses/${license}.html\n`;
  return `${name} ${version} (${license})\n\n${text}`;
});
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
