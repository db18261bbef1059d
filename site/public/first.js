// Runs before anything is drawn: what a link makes of the page at once has its room from the start, so that nothing moves when the rest of the page has been loaded.
{
  const parameters = new URLSearchParams(location.hash.slice(1));
  const root = document.documentElement;
  const last = (name) => parameters.getAll(name).at(-1)?.trim() ?? '';
  // the charts of state.ts
  const embed = last('embed');
  if (/^(kl|gap|win-rate|reward|trade-off|distribution)$/.test(embed)) root.dataset.embed = embed;
  // page/pins.ts takes it away again
  const pins = last('pin') === '' ? 0 : last('pin').split(',').length;
  if (pins > 0 && pins <= 12) {
    root.dataset.pins = '';
    root.style.setProperty('--pins', String(pins));
  }
}
