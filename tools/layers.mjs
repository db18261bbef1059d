// The layers of the code, lowest first, and what `npm run check:layers` holds true of them (with dependency-cruiser): no file imports one
// of a higher layer, and no imports run in a circle. Imports of types count too.

/** The layers, each with a regular expression over paths. Files of one layer may import one another. docs/architecture.md says what each is for. */
const LAYERS = [
  ['the numbers that both compilers share', '^assembly/(scanner/)?layout\\.ts'],
  ['errors, defaults and the like', '^src/(errors|defaults|map-values)\\.ts'],
  ['numerics', '^src/numerics/'],
  ['checks of input', '^src/input/'],
  ['engines', '^src/engine/'],
  ['the library', '^src/(?!index|errors|defaults|map-values|kernel-types)[a-z-]+\\.ts'],
  ['the public names of the library', '^src/index\\.ts'],
  ['digits for people', '^src/format/'],
  ['files', '^src/files/'],
  ['what the entries for Node.js share', '^src/node/'],
  ['the pool', '^src/pool/'],
  ['runs over sample files', '^src/sample-files/'],
  ['charts', '^src/charts/'],
  ["the paper's experiments", '^src/paper/'],
  ['server and queue', '^src/(server|queue)/'],
  ['what a thread can be asked for', '^src/pool-worker/'],
  ['the command', '^src/cli/'],
  ['the explorer', '^site/'],
];

const climbs = LAYERS.map(([name, path], i) => ({
  name: `${name}: nothing from above`,
  severity: 'error',
  from: { path },
  to: { path: LAYERS.slice(i + 1).map(([, higher]) => higher) },
})).slice(0, -1);

export default {
  forbidden: [
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the kernel imports the kernel only',
      severity: 'error',
      from: { path: '^assembly/' },
      to: { pathNot: '^assembly/' },
    },
    {
      name: 'every file has a layer',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: LAYERS.map(([, path]) => path) },
    },
    {
      name: 'no unknown import',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|vite|assemblyscript)' },
    },
    ...climbs,
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^build/', '^dist/'] },
    exclude: { path: '^build/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
