// Pictures and tables as files.

import { setAttributes, svgElement } from '../dom';

interface Picture {
  /** The file's name, without an ending. */
  name: string;
  title: string;
  /** Of which reference it is. */
  subtitle: string;
  chart: SVGSVGElement;
  legend: readonly { label: string; swatch: SVGSVGElement }[];
}

const MARGIN = 14;
const LINE = 18;

/** A chart with its title and legend, as it looks on the page, that stands alone: no colour of the style sheet is left a name. */
function standalone({ title, subtitle, chart, legend }: Picture): string {
  const head = MARGIN + LINE * (2 + legend.length) + MARGIN / 2;
  const [width, height] = [chart.width.baseVal.value, chart.height.baseVal.value + head];
  const page = getComputedStyle(chart);
  const ground = svgElement('rect', {
    width: '100%',
    height: '100%',
    fill: getComputedStyle(chart.closest('.panel') ?? chart).backgroundColor,
  });
  const say = (text: string, x: number, line: number, weight: number) => {
    const said = svgElement('text', { x, y: MARGIN + LINE * line - 4, 'font-weight': weight, fill: page.color });
    said.textContent = text;
    return said;
  };
  const keys = legend.flatMap(({ label, swatch }, i) => {
    const key = resolved(swatch);
    setAttributes(key, { x: MARGIN, y: MARGIN + LINE * (2 + i) });
    return [key, say(label, MARGIN + swatch.width.baseVal.value + 8, 3 + i, 400)];
  });
  const plot = resolved(chart);
  setAttributes(plot, { x: 0, y: head });
  const picture = svgElement('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'system-ui, Helvetica, Arial, sans-serif',
    'font-size': 13,
  });
  const name = svgElement('title');
  name.textContent = title;
  picture.append(name, ground, say(title, MARGIN, 1, 700), say(subtitle, MARGIN, 2, 400), ...keys, plot);
  return new XMLSerializer().serializeToString(picture);
}

/** A copy with the colours that the page gives. */
function resolved(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const shown = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((part, i) => {
    for (const name of ['stroke', 'fill'] as const) {
      const given = part.getAttribute(name);
      if (given?.startsWith('var(') || given === 'currentColor') part.setAttribute(name, getComputedStyle(shown[i])[name]);
    }
  });
  return copy;
}

export function downloadSvg(picture: Picture): void {
  download(new Blob([standalone(picture)], { type: 'image/svg+xml' }), `${picture.name}.svg`);
}

/** Twice the size, for screens and slides. */
const SCALE = 2;

export async function downloadPng(picture: Picture): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * image.naturalWidth;
  canvas.height = SCALE * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && download(blob, `${picture.name}.png`), 'image/png');
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
