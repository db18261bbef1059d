import { defineConfig } from 'tsup';

const shared = {
  target: 'es2022',
  treeshake: true,
  minify: 'terser' as const,
  terserOptions: { compress: { passes: 3 } },
  metafile: true,
  noExternal: [/.*/],
};

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: { banner: '/// <reference lib="esnext.disposable" />' },
    platform: 'neutral',
  },
  { ...shared, entry: { cli: 'src/cli/bin.ts' }, format: ['cjs'], platform: 'node', banner: { js: '#!/usr/bin/env node' } },
]);
