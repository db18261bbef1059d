// How tsup bundles the library, the entries for Node.js and the command into dist/.

import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import ts from 'typescript';
import { peerDependencies } from './package.json';

/** The entries that only Node.js can run. */
const ENTRIES = { pool: 'src/pool/index.ts', server: 'src/server/index.ts', queue: 'src/queue/index.ts' };

/** The optional peer dependencies, each of which some entries need; they stay outside the bundles. */
const PEERS = Object.keys(peerDependencies);

const shared: Options = {
  target: 'es2022',
  treeshake: true,
  // every other package that is used is inside
  noExternal: [new RegExp(`^(?!(${PEERS.join('|')})$)`)],
  external: PEERS,
};

/** `Symbol.dispose` and `Symbol.asyncDispose` stand in the declarations, also of projects whose `lib` has neither. */
const DECLARATIONS = { banner: '/// <reference lib="esnext.disposable" />' };

/** With its lines and names: an uncaught error shows the line that it comes from, and a stack that can be read. */
const readable: Options['esbuildOptions'] = (options) => {
  options.minifySyntax = true;
};

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** Notes which packages a build holds, for their licences: tsup would write the notes of several builds to one file. */
const inputs = (name: string): Plugin => ({
  name: 'inputs',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      mkdirSync('build/inputs', { recursive: true });
      writeFileSync(
        `build/inputs/${name}-${build.initialOptions.format}.json`,
        JSON.stringify(Object.keys(metafile?.inputs ?? {}))
      );
    });
  },
});

/** One library and one kernel, however many entries are imported. */
const library = (file: string): Plugin => ({
  name: 'library',
  setup(build) {
    build.onResolve({ filter: /^\..*\/index$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === resolve('src/index') ? { path: file, external: true } : undefined
    );
  },
});

/** The kernel as a file that the runtime compiled beforehand, instead of its bytes. */
const kernelModule: Plugin = {
  name: 'kernel-module',
  setup(build) {
    build.onResolve({ filter: /\/kernel-bytes$/ }, () => ({ path: resolve('src/engine/wasm/kernel-module.ts') }));
    build.onResolve({ filter: /\/kernel\.wasm$/ }, () => ({ path: './kernel.wasm', external: true }));
  },
};

/** `let` in place of `const`, which means the same in code that was checked: with one keyword for both, terser joins more declarations, and the text repeats more. */
const oneKeyword: NonNullable<Options['plugins']>[number] = {
  name: 'one-keyword',
  renderChunk(code) {
    const places: number[] = [];
    const visit = (node: ts.Node) => {
      if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.Const) places.push(node.getStart());
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, true));
    const parts = places.map((place, i) => `let${code.slice(place + 'const'.length, places[i + 1])}`);
    return { code: code.slice(0, places[0]) + parts.join('') };
  },
};

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: DECLARATIONS,
    platform: 'neutral',
    plugins: [oneKeyword],
    minify: 'terser',
    // annotations let a bundler drop what it does not use
    terserOptions: { compress: { passes: 3 }, format: { preserve_annotations: true } },
    esbuildPlugins: [inputs('library')],
  },
  {
    ...shared,
    entry: { node: 'src/index.ts' },
    format: ['esm', 'cjs'],
    platform: 'neutral',
    esbuildOptions: readable,
    esbuildPlugins: [inputs('library-node')],
  },
  {
    ...shared,
    entry: { workerd: 'src/index.ts' },
    format: ['esm'],
    platform: 'neutral',
    esbuildOptions: readable,
    esbuildPlugins: [kernelModule, inputs('library-workerd')],
  },
  {
    ...shared,
    entry: {
      ...ENTRIES,
      'pool-worker': 'src/pool-worker/worker.ts',
      'pool-process': 'src/pool-worker/process.ts',
      cli: 'src/cli/bin.ts',
    },
    format: ['esm'],
    dts: { entry: ENTRIES, ...DECLARATIONS },
    platform: 'node',
    splitting: true,
    esbuildOptions: readable,
    esbuildPlugins: [library('./node.js'), inputs('node')],
    // some packages inside are CommonJS and require Node's modules
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  },
  {
    ...shared,
    entry: ENTRIES,
    format: ['cjs'],
    dts: { entry: ENTRIES, ...DECLARATIONS },
    platform: 'node',
    shims: true,
    esbuildOptions: readable,
    esbuildPlugins: [library('./node.cjs'), inputs('node')],
  },
]);
