// The pictures of several runs: one panel for each estimate, and in it one look for each run, which the legend names.

import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { RUN_STYLES } from '../../src/charts/series-style';
import { curvesPlot } from '../../src/cli/samples/curves-plot';
import { Aggregate, Samples } from '../../src/index';
import type { GroupResult } from '../../src/sample-files/estimate-groups';

const columns = { kind: 'samples', prompt: ['prompt'], reward: 'reward', scores: [], wide: false };

/** A run whose two prompts have the same two rewards, so that the best of two is the greater of them in every resample. */
function run(labels: Record<string, string>, rewards: [number, number]): GroupResult {
  const aggregate = new Aggregate({ ns: [1, 2] });
  for (let prompt = 0; prompt < 2; prompt++) aggregate.add(Samples.from({ rewards }));
  return {
    group: Object.values(labels).join(', '),
    labels,
    ids: ['a', 'b'],
    samples: 4,
    result: aggregate.result({ interval: 'bootstrap', resamples: 10 }),
    estimates: [],
  };
}

/** The picture of the reward, the first of the estimates. */
function pictureOf(groups: readonly GroupResult[]) {
  const { document } = parseHTML(`<body>${curvesPlot(groups, columns)}</body>`);
  const svg = document.querySelector('svg svg') as unknown as Element;
  const partsOf = (part: string) => [...svg.querySelectorAll(`g[aria-label="${part}"]`)];
  return {
    frames: svg.querySelectorAll('g[aria-label="frame"] > *').length,
    lines: partsOf('line').filter((line) => line.querySelector('path')),
    dots: partsOf('dot'),
    bands: partsOf('area').length,
    /** The texts of the legend, whole where they are shortened. */
    names: [...svg.querySelectorAll('.head text')].slice(1).map((text) => (text.querySelector('title') ?? text).textContent),
    samples: [...svg.querySelectorAll('.head line')],
    svg,
  };
}

/** The colour and the dashes of a curve, which stand at it or at a part of it. */
function lookOf(line: Element): string {
  const parts = [line, ...line.querySelectorAll('*')];
  return ['stroke', 'stroke-dasharray']
    .map((name) => parts.find((part) => part.hasAttribute(name))?.getAttribute(name))
    .join(' ');
}

describe('a few runs', () => {
  const runs = RUN_STYLES.map((_, i) => run({ file: `run-${i}.jsonl` }, [i, i + 1]));

  it.each([2, 3, RUN_STYLES.length])('%i share a panel', (count) => {
    const { frames, lines, dots, bands, names, samples } = pictureOf(runs.slice(0, count));
    expect([frames, lines.length, dots.length, bands]).toEqual([1, count, count, count]);
    expect(names).toEqual([...runs.slice(0, count).map(({ group }) => group), '95 % interval']);
    const looks = lines.map(lookOf);
    expect(new Set(looks).size).toBe(count);
    // the legend has the look of the curve
    expect(samples.map(lookOf)).toEqual(looks);
  });

  it('are told apart by colour, by dashes and by markers alone', () => {
    for (const look of ['stroke', 'strokeDasharray', 'marker'] as const)
      expect(new Set(RUN_STYLES.map((style) => JSON.stringify(style[look] ?? ''))).size, look).toBe(RUN_STYLES.length);
  });

  it('each curve is where its run says: the higher the reward, the higher on the picture', () => {
    const { lines } = pictureOf(runs.slice(0, 3));
    const [low, middle, high] = lines.map((line) => {
      const [, first, last] = /M[\d.]+,([\d.]+)L[\d.]+,([\d.]+)/.exec(line.querySelector('path')?.getAttribute('d') ?? '') ?? [];
      return [Number(first), Number(last)];
    });
    // means 0.5 and 1, 1.5 and 2, 2.5 and 3: steps of one unit are equally high, and half a unit is half as high
    expect(low[0] - middle[0]).toBeCloseTo(middle[0] - high[0], 1);
    expect(low[0] - low[1]).toBeCloseTo((low[0] - middle[0]) / 2, 1);
    expect(low[0]).toBeGreaterThan(middle[0]);
  });
});

it('runs whose texts are the same stay apart, and are called by their labels', () => {
  const { lines, names } = pictureOf([run({ model: 'a, b', step: 'c' }, [0, 1]), run({ model: 'a', step: 'b, c' }, [2, 3])]);
  expect(lines).toHaveLength(2);
  expect(names.slice(0, 2)).toEqual(['model "a, b", step "c"', 'model "a", step "b, c"']);
});

it('more runs than can be told apart get a panel each, with their names', () => {
  const runs = Array.from({ length: RUN_STYLES.length + 1 }, (_, i) => run({ step: 'x'.repeat(i + 1) }, [0, 1]));
  const { frames, svg, names, dots } = pictureOf(runs);
  expect(frames).toBe(runs.length);
  expect(names).toEqual(['mean, 95 % interval']);
  expect(dots.flatMap((dot) => [...dot.querySelectorAll('circle')])).toHaveLength(2 * runs.length);
  const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(runs.map(({ group }) => group)));
});

it('one run keeps the look of a single curve', () => {
  expect(pictureOf([run({}, [0, 1])]).names).toEqual(['mean, 95 % interval']);
});

it('a run that lacks an estimate is said to', () => {
  const short = run({ file: 'short' }, [0, 1]);
  const aggregate = new Aggregate({ ns: [1, 2] });
  aggregate.add(Samples.from({ rewards: [1] }));
  const single = {
    ...short,
    group: 'single',
    labels: { file: 'single' },
    result: aggregate.result({ interval: 'bootstrap', resamples: 10 }),
  };
  const { document } = parseHTML(`<body>${curvesPlot([short, single], columns)}</body>`);
  // the win rate of a prompt needs one sample more than n
  expect(document.querySelectorAll('svg svg')[1].textContent).toContain('single (no value)');
});

it('names are text, whatever is in them', () => {
  const names = pictureOf([run({ file: '<b>&"' }, [0, 1]), run({ file: 'x' }, [0, 1])]).names;
  expect(names[0]).toBe('<b>&"');
});
