// The theme: light, dark, or that of the system. The browser remembers the choice.

import { byId } from '../dom';

const THEMES = [
  ['', 'system'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;

export function startTheme(): void {
  let at = THEMES.findIndex(([name]) => name === remembered());
  const show = () => {
    const [name, label] = THEMES[Math.max(0, at)];
    document.documentElement.dataset.theme = name;
    byId('theme-now').textContent = label;
  };
  byId('theme').addEventListener('click', () => {
    at = (Math.max(0, at) + 1) % THEMES.length;
    show();
    try {
      localStorage.setItem('theme', THEMES[at][0]);
    } catch {
      // where the page may not store anything, the choice lasts until it is closed
    }
  });
  show();
}

function remembered(): string {
  try {
    return localStorage.getItem('theme') ?? '';
  } catch {
    return '';
  }
}
