// How the explorer is built: one page with two kinds of workers, which any server of files can serve from any path.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { bundledPackages } from '../tools/bundled.mjs';
import { licencesOf } from '../tools/licences.mjs';
import { writeWords } from '../tools/words.mjs';

/** The built page may load from its own origin only. There is no policy in development, where the server adds scripts to the page. */
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

/**
 * What other sites show of a link to the page. They take whole addresses only, so that the address of the page must be known when it is built: SITE_URL,
 * with a slash at its end. Without it the picture has a relative address, which some of them still follow.
 */
const preview: Plugin = {
  name: 'preview-of-links',
  transformIndexHtml: () => {
    const url = process.env.SITE_URL;
    const properties = {
      ...(url ? { 'og:url': url } : {}),
      'og:image': url ? new URL('preview.png', url).href : './preview.png',
    };
    const tags = Object.entries(properties).map(([property, content]) => ({ tag: 'meta', attrs: { property, content } }));
    return tags.map((tag) => ({ ...tag, injectTo: 'head' as const }));
  },
};

/** The modules in the bundles, for the file of licences, with the list that the words are made from. The workers are built before the page, so that theirs are in it too. */
const bundled = new Set<string>([writeWords()]);
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
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: licencesOf(bundledPackages(bundled)) });
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // relative addresses, so that the page works from any path
  base: './',
  build: {
    outDir: '../build/site',
    emptyOutDir: true,
    target: 'es2022',
    // kB; Observable Plot and D3 are most of it
    chunkSizeWarningLimit: 600,
  },
  resolve: { alias: { hysnappy: fileURLToPath(new URL('files/hysnappy.ts', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [collect()] },
  plugins: [
    policy,
    preview,
    collect(),
    licences,
    // The page works offline once it has been loaded: the service worker keeps everything, the words too, which are small, but not the documentation. It answers for
    // the files that it keeps, and for nothing else: what is not there is for the server to say. New versions wait until the page takes them (service-worker.ts).
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      manifest: false,
      workbox: {
        globPatterns: ['**/*.{html,js,css,json,svg,txt}'],
        globIgnores: ['docs/**'],
        navigateFallback: null,
        // a page is the same, whatever stands behind the question mark
        ignoreURLParametersMatching: [/./],
      },
    }),
  ],
});
