// Several charts below one another in one picture.

/** @param charts - texts of SVG files, as `chart` returns them; at least one. */
export function stacked(charts: readonly string[]): string {
  let y = 0;
  let width = 0;
  const inner = charts.map((svg) => {
    const placed = svg.replace('<svg ', `<svg y="${y}" `);
    width = Math.max(width, Number(/ width="(\d+)"/.exec(svg)?.[1]));
    y += Number(/ height="(\d+)"/.exec(svg)?.[1]);
    return placed;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">\n${inner.join('')}</svg>\n`;
}
