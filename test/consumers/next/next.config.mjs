// Next.js, told that this folder is a project of its own.

import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export default { distDir: 'build', turbopack: { root }, outputFileTracingRoot: root };
