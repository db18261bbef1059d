import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    clean: true,
    target: 'es2022',
    platform: 'neutral',
    treeshake: true,
    minify: true,
    noExternal: [/.*/],
    onSuccess: 'cp build/kernel.wasm dist/kernel.wasm',
  },
]);
