// Builds the documentation into the folder `docs` of a built site, which any server of files can serve from any path.
//
//   node site/docs/build.mjs [FOLDER]    build/site by default, where the explorer has been built before

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { build } from 'vitepress';
import { separate, together } from '../../tools/licences.mjs';
import { writeLlms } from './llms.mjs';
import { ROOT } from './pages.mjs';
import { addPolicy } from './policy.mjs';
import { makeRelative } from './relative.mjs';
import { stagePages } from './stage.mjs';

const LICENCES = 'THIRD-PARTY-LICENSES.txt';

const site = resolve(process.argv[2] ?? `${ROOT}build/site`);
const folder = join(site, 'docs');

const pages = await stagePages();
await build(`${ROOT}site/docs`, {
  outDir: folder,
  onAfterConfigResolve: (config) => {
    config.tempDir = `${ROOT}build/docs-temp`;
  },
});
// a server has a page of its own for what is not there, and this one would not know where it is
rmSync(join(folder, '404.html'));

const files = globSync('**', { cwd: folder });
makeRelative(folder, files);
addPolicy(folder, files);
writeLlms(site, pages, JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));

// one file of licences for the whole site
const texts = [join(site, LICENCES), join(folder, LICENCES)]
  .filter(existsSync)
  .flatMap((file) => separate(readFileSync(file, 'utf8')));
writeFileSync(join(site, LICENCES), together([...new Set(texts)].sort()));
rmSync(join(folder, LICENCES));
