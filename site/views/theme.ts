// Light, dark, or as the system has it; remembered.

import { byId } from '../dom';

const THEMES = [
  ['', 'as the system'],
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
      // a page that may not remember forgets
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
