// How VitePress builds the documentation from the pages that site/docs/stage.mjs has written.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledPackages } from '../../../tools/bundled.mjs';
import { licencesOf } from '../../../tools/licences.mjs';
import { partNames } from '../pages.mjs';
import { PLACEHOLDER } from '../relative.mjs';
import { withWords } from '../search.mjs';
import { slug } from '../slug.mjs';
import { PAGES_FOLDER, PAGES_LIST } from '../stage.mjs';

const isBuild = process.env.NODE_ENV === 'production';

/** @type {import('../stage.mjs').StagedPage[]} */
const pages = JSON.parse(readFileSync(PAGES_LIST, 'utf8'));

const linkOf = ({ path }) => `/${path.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')}`;
const sidebar = partNames.map((part) => ({
  text: part,
  items: pages.filter((page) => page.part === part).map((page) => ({ text: page.title, link: linkOf(page) })),
}));

/** @type {import('vite').Plugin} */
const licences = {
  name: 'licences',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
    const paths = chunks.flatMap(({ modules }) => Object.keys(modules).map((id) => id.replace(/\?.*$/, '')));
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: licencesOf(bundledPackages(paths)) });
  },
};

export default {
  title: 'best-of-n',
  description: 'Exact numerics of best-of-n: guides, theory and reference.',
  lang: 'en',
  // a style element of that moment would need a place in the content security policy
  appearance: { disableTransition: false },
  srcDir: PAGES_FOLDER,
  cacheDir: fileURLToPath(new URL('../../../build/docs-cache', import.meta.url)),
  base: isBuild ? PLACEHOLDER : '/',
  // the data of the site in a script of its own, for the content security policy
  metaChunk: true,
  // the links of the sidebar would load every page
  router: { prefetchLinks: false },
  head: [['link', { rel: 'icon', href: `${isBuild ? PLACEHOLDER : '/'}../icon.svg`, type: 'image/svg+xml' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: slug },
    // only the reference names its headings, and a brace in a page means a brace
    attrs: { leftDelimiter: '{:' },
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/' },
      ...['Recipes', 'Reference'].map((part) => ({ text: part, link: linkOf(pages.find((page) => page.part === part)) })),
      // not a page of VitePress, which leaves links with a target to the browser
      { text: 'Explorer', link: '/../index.html', target: '_self' },
    ],
    sidebar: sidebar.filter(({ items }) => items.length > 0),
    outline: [2, 3],
    search: {
      provider: 'local',
      options: { _render: (text, env, markdown) => withWords(env.relativePath, markdown.render(text, env)) },
    },
    externalLinkIcon: false,
  },
  vite: { plugins: [licences], logLevel: isBuild ? 'warn' : 'info' },
};
