// Pictures and tables as files.

/** A picture of a chart as it is on the page, that stands alone: no colour of the style sheet is left a name. */
export function standalone(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const shown = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((part, i) => {
    const style = getComputedStyle(shown[i]);
    for (const name of ['stroke', 'fill'] as const) {
      const given = part.getAttribute(name);
      if (given?.startsWith('var(') || given === 'currentColor') part.setAttribute(name, style[name]);
    }
    if (style.display === 'none') part.setAttribute('display', 'none');
  });
  const page = getComputedStyle(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('font-family', 'system-ui, Helvetica, Arial, sans-serif');
  copy.style.color = page.color;
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', page.getPropertyValue('--card'));
  ground.style.fill = getComputedStyle(svg.closest('.panel') ?? svg).backgroundColor;
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  return new XMLSerializer().serializeToString(copy);
}

export function downloadSvg(svg: SVGSVGElement, name: string, title: string): void {
  download(new Blob([standalone(svg, title)], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** Twice the size, for screens and slides. */
const SCALE = 2;

export async function downloadPng(svg: SVGSVGElement, name: string, title: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg, title))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * svg.width.baseVal.value;
  canvas.height = SCALE * svg.height.baseVal.value;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && download(blob, `${name}.png`), 'image/png');
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
