// The layout that Next.js demands around every page.

import { createElement as h } from 'react';

export default function Layout({ children }) {
  return h('html', { lang: 'en' }, h('head', null, h('link', { rel: 'icon', href: 'data:,' })), h('body', null, children));
}
