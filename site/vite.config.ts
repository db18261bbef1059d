import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { licencesOf } from '../tools/licences.mjs';

/** The built page may ask its own origin only. Not in development, where the server adds scripts to the page. */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: [
          "default-src 'self'",
          "script-src 'self' 'wasm-unsafe-eval'",
          // Observable Plot puts a style element into each chart
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data: blob:",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ].join('; '),
      },
      injectTo: 'head-prepend',
    },
  ],
};

/** The modules that were bundled, those of the workers too, which are built first. */
const bundled = new Set<string>();
const collect = (): Plugin => ({
  name: 'bundled-modules',
  // not every module that was read: what no code uses is left out
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle)) {
      for (const id of output.type === 'chunk' ? Object.keys(output.modules) : []) bundled.add(id.replace(/\?.*$/, ''));
    }
  },
});
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: licencesOf(bundled) });
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // any sub-path
  base: './',
  build: {
    outDir: '../build/site',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 600,
  },
  resolve: { alias: { hysnappy: fileURLToPath(new URL('files/hysnappy.ts', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [collect()] },
  plugins: [
    policy,
    collect(),
    licences,
    // offline once it was loaded: everything but the API reference is kept, the words too
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: 'script',
      manifest: false,
      workbox: {
        globPatterns: ['**/*.{html,js,css,json,svg}'],
        globIgnores: ['api/**'],
        navigateFallbackDenylist: [/\/api\//],
        maximumFileSizeToCacheInBytes: 8e6,
      },
    }),
  ],
});
