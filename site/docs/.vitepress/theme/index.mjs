// The theme of the documentation: that of VitePress, with the fonts of the reader's system.

import { inBrowser, withBase } from 'vitepress';
import Theme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import { fuzziness, isPrefix, termsOf, weightOf } from '../../search.mjs';
import './style.css';

/**
 * The links of a built page are relative, and those of the frame around it stay when another page is drawn into it, whose address may be of
 * another depth. So they are made absolute once.
 */
function makeAbsolute() {
  for (const [selector, attribute] of [
    ['#app a[href]', 'href'],
    ['#app img[src]', 'src'],
    ['link[rel="icon"]', 'href'],
  ]) {
    for (const element of document.querySelectorAll(selector)) {
      const address = element.getAttribute(attribute);
      if (address !== null && !/^(?:#|[a-z]+:)/.test(address))
        element.setAttribute(attribute, new URL(address, document.baseURI).pathname + hashOf(address));
    }
  }
}

/** @param {string} address */
const hashOf = (address) => /#.*$/.exec(address)?.[0] ?? '';

/**
 * The options of the search that are functions. In the configuration they would come to the page as text, which its policy does not let it run.
 *
 * @param {any} themeConfig
 */
function withSearch(themeConfig) {
  /** @type {import('minisearch').SearchOptions['boostDocument']} */
  const boostDocument = (id, term, section) => {
    const path = id.slice(withBase('/').length).replace(/#.*$/, '');
    return weightOf(path, term, /** @type {any} */ (section));
  };
  const searchOptions = { boostDocument, processTerm: termsOf, prefix: isPrefix, fuzzy: fuzziness };
  const { search } = themeConfig;
  return { ...themeConfig, search: { ...search, options: { ...search.options, miniSearch: { searchOptions } } } };
}

const Foot = () =>
  h('nav', { class: 'foot', 'aria-label': 'Elsewhere' }, [
    h('a', { href: withBase('/../llms.txt') }, 'These pages for language models'),
    ' · ',
    h('a', { href: withBase('/../THIRD-PARTY-LICENSES.txt') }, 'Licences of the packages inside'),
  ]);

/** @type {import('vitepress').Theme} */
export default {
  extends: Theme,
  Layout: () => h(Theme.Layout, null, { 'doc-after': () => h(Foot) }),
  enhanceApp({ siteData }) {
    siteData.value = { ...siteData.value, themeConfig: withSearch(siteData.value.themeConfig) };
    if (inBrowser) makeAbsolute();
  },
};
