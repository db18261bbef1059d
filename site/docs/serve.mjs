// Shows the documentation on this machine, with changes of its pages as they are made: npm run site:docs. A change of a doc comment shows
// after a new start.

import { watch } from 'node:fs';
import { createServer } from 'vitepress';
import { ROOT } from './pages.mjs';
import { stagePages, stageRepository } from './stage.mjs';

await stagePages();
const server = await createServer(`${ROOT}site/docs`);
await server.listen();
server.printUrls();
for (const folder of ['docs', 'bench', 'test']) watch(ROOT + folder, { recursive: folder === 'docs' }, () => stageRepository());
watch(`${ROOT}README.md`, () => stageRepository());
