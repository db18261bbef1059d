// Runs before anything is drawn: the theme is there from the start, and what a link makes of the page at once has its room, so that nothing changes its looks or moves
// when the rest of the page has been loaded.
{
  const parameters = new URLSearchParams(location.hash.slice(1));
  const root = document.documentElement;
  const last = (name) => parameters.getAll(name).at(-1)?.trim() ?? '';
  // page/theme.ts chooses it
  try {
    const theme = localStorage.getItem('theme');
    if (theme) root.dataset.theme = theme;
  } catch {
    // where the page may not store anything, no theme has been chosen
  }
  // the charts of state.ts
  const embed = last('embed');
  if (/^(kl|gap|win-rate|reward|trade-off|distribution)$/.test(embed)) root.dataset.embed = embed;
  // the pins that state.ts takes from a link, and none where it refuses one of them; page/pins.ts takes the room away again
  const parts = last('pin')
    .split(',')
    .map((part) => part.trim());
  const isN = (part) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) && Number(part) >= 1 && Number(part) <= 1e300;
  const pins = parts.every(isN) ? new Set(parts.map(Number)).size : 0;
  if (pins > 0 && pins <= 12) {
    root.dataset.pins = '';
    root.style.setProperty('--pins', String(pins));
  }
}
