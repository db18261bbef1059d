// Downloads: charts as pictures, and the table as a file.

import { setAttributes, svgElement } from '../dom';

interface Picture {
  /** The name of the file. */
  name: string;
  title: string;
  /** The reference that the chart is of. */
  subtitle: string;
  chart: SVGSVGElement;
  /** The mark of n, which lies above the chart. */
  mark?: SVGSVGElement;
  legend: readonly { label: string; swatch: SVGSVGElement; value: string }[];
}

/** The room around a picture, in pixels. */
const PADDING = 14;
const LINE_HEIGHT = 18;

/** A chart with its title and legend, as it looks on the page. It stands alone: the names of the style sheet's colours are replaced by colours. */
function standalone({ title, subtitle, chart, mark, legend }: Picture): string {
  const head = PADDING + LINE_HEIGHT * (2 + legend.length) + PADDING / 2;
  const [width, height] = [chart.width.baseVal.value, chart.height.baseVal.value + head];
  const page = getComputedStyle(chart);
  const ground = svgElement('rect', {
    width: '100%',
    height: '100%',
    fill: getComputedStyle(chart.closest('.panel') ?? chart).backgroundColor,
  });
  const write = (text: string, x: number, line: number, weight: number) => {
    const written = svgElement('text', { x, y: PADDING + LINE_HEIGHT * line - 4, 'font-weight': weight, fill: page.color });
    written.textContent = text;
    return written;
  };
  const keys = legend.flatMap(({ label, swatch, value }, i) => {
    const key = resolved(swatch);
    setAttributes(key, { x: PADDING, y: PADDING + LINE_HEIGHT * (2 + i) });
    return [key, write(value === '' ? label : `${label}: ${value}`, PADDING + swatch.width.baseVal.value + 8, 3 + i, 400)];
  });
  const plot = resolved(chart);
  const layers = mark ? [plot, resolved(mark)] : [plot];
  for (const layer of layers) setAttributes(layer, { x: 0, y: head });
  const picture = svgElement('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'system-ui, Helvetica, Arial, sans-serif',
    'font-size': 13,
  });
  const name = svgElement('title');
  name.textContent = title;
  picture.append(name, ground, write(title, PADDING, 1, 700), write(subtitle, PADDING, 2, 400), ...keys, ...layers);
  return new XMLSerializer().serializeToString(picture);
}

/** A copy with the colours that the page computes for it. */
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
  download(new Blob([standalone(picture)], { type: 'image/svg+xml' }), picture.name);
}

/** Pixels of a PNG for each pixel of the page, so that it stays sharp on slides and on screens of high resolution. */
const PNG_SCALE = 2;

export async function downloadPng(picture: Picture): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = PNG_SCALE * image.naturalWidth;
  canvas.height = PNG_SCALE * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && download(blob, picture.name), 'image/png');
}

/** How long a download may take to begin, in milliseconds, before its address is given up: no event tells when it has. */
const REVOKE_MILLISECONDS = 60_000;

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLISECONDS);
}
