// Names with numbers in parentheses: how they are read, and what is said of those that are none.

import { describe, expect, it } from 'vitest';
import { callOf, splitNames } from '../../src/input/call-names';
import { distance, nearestName } from '../../src/input/nearest-name';
import { lawOf, lawsOf } from '../../src/law-names';
import { quantitiesOf } from '../../src/metric-names';

describe('a name', () => {
  it.each([
    ['topOf(100,10)', 'topOf(100,10)'],
    [' topOf( 100 , 10 ) ', 'topOf(100,10)'],
    ['topOf:100:10', 'topOf(100,10)'],
    ['topFraction(4.0)', 'topFraction(4)'],
    ['bestOf(inf)', 'bestOf(Infinity)'],
    ['threshold:-inf', 'threshold(-Infinity)'],
    ['threshold(-1.5e-3)', 'threshold(-0.0015)'],
    ['tilted(2)', 'tilted(2)'],
    ['tilted(2,reward)', 'tilted(2)'],
    ['tilted:2:winRate', 'tilted(2,winRate)'],
  ])('%j is %s', (text, name) => {
    expect(lawOf(text).name).toBe(name);
  });

  it('counts once', () => {
    expect(lawsOf(['topOf:8:2', 'bestOf(4)', 'topOf(8,2)']).map(({ name }) => name)).toEqual(['topOf(8,2)', 'bestOf(4)']);
    expect(quantitiesOf(['kl', 'renyi:2', 'kl', 'renyi(2)']).names).toEqual(['kl', 'renyi(2)']);
  });

  it('that is nearly right gets a hint, and any other the list', () => {
    const [named, unknown] = ['renyii(2)', 'x'].map((name) => () => quantitiesOf([name]));
    expect(named).toThrow(
      /^fields\[0\] is "renyii\(2\)"; did you mean renyi\(ALPHA\)\? The names are n, kl, .*winRateAgainst\(M\)$/
    );
    expect(unknown).toThrow(/^fields\[0\] is "x", expected one of n, kl, /);
    expect(() => lawsOf(['bestOf(2)', 'TOPFRACTION(2)'])).toThrow(
      /^laws\[1\] is "TOPFRACTION\(2\)"; did you mean topFraction\(M\)\?/
    );
  });

  it.each<[unknown, RegExp]>([
    ['topOf(100)', /^law is "topOf\(100\)", expected topOf\(N,J\)$/],
    ['topOf(10,100)', /^law is "topOf\(10,100\)", where J is 100, expected a whole number from 1 to N$/],
    ['topOf(2.5,1)', /where N is 2\.5, expected a whole number >= 1$/],
    ['bestOf', /^law is "bestOf", expected bestOf\(N\)$/],
    ['bestOf()', /^law is "bestOf\(\)", expected bestOf\(N\)$/],
    ['bestOf(x)', /where N is "x", expected a number >= 1$/],
    ['bestOf(0.5)', /where N is 0\.5, expected a number >= 1$/],
    ['tilted(1,up)', /^law is "tilted\(1,up\)", with "up" where reward or winRate is expected$/],
    ['tilted(1,reward,2)', /expected tilted\(BETA\[,winRate\]\)$/],
    ['softBestOf(4,0)', /where TEMPERATURE is 0, expected a finite number > 0$/],
    ['toString(2)', /expected one of bestOf\(N\)/],
    [17, /^law is 17, expected one of /],
    ['', /^law is "", expected one of /],
  ])('%j is wrong', (name, message) => {
    expect(() => lawOf(name)).toThrow(message);
  });

  it('of a list that is empty is missing', () => {
    expect(() => quantitiesOf([])).toThrow(/the list is empty/);
    expect(() => lawsOf([])).toThrow(/the list is empty/);
  });

  it('may have commas, which do not end it', () => {
    expect(splitNames('kl,topOf(100,10),tilted(2,winRate),x')).toEqual(['kl', 'topOf(100,10)', 'tilted(2,winRate)', 'x']);
    const families = { f: { parameters: [] } };
    expect(callOf('f', families, 'it')).toMatchObject({ name: 'f', numbers: [], word: undefined });
  });
});

describe('the nearest name', () => {
  const names = ['kl', 'klGap', 'winRate', 'entropy'];

  it.each([
    ['winrate', 'winRate'],
    ['win', 'winRate'],
    ['entropi', 'entropy'],
    ['kI', 'kl'],
    ['median', undefined],
  ])('to %s is %s', (given, near) => {
    expect(nearestName(given, names)).toBe(near);
  });

  it('is that with the fewest changes', () => {
    expect([distance('abc', 'abc'), distance('abc', 'axc'), distance('abc', 'ab'), distance('ab', 'abcdefg')]).toEqual([
      0,
      1,
      1,
      Infinity,
    ]);
  });
});
