import { defineConfig } from 'tsup';

const shared = {
  target: 'es2022',
  treeshake: true,
  minify: 'terser' as const,
  // annotations let a bundler drop what it does not use
  terserOptions: { compress: { passes: 3 }, format: { preserve_annotations: true } },
  noExternal: [/.*/],
};

// The command bundles the library too, so its metafile alone names every package inside; two would be written to one file at once.
export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: { banner: '/// <reference lib="esnext.disposable" />' },
    platform: 'neutral',
  },
  {
    ...shared,
    entry: { cli: 'src/cli/bin.ts' },
    metafile: true,
    format: ['cjs'],
    platform: 'node',
    banner: { js: '#!/usr/bin/env node' },
  },
]);
