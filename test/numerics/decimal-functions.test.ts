// The logarithm and exponential that the exact values are made of, against those of decimal.js.

import Decimal from 'decimal.js';
import { expect, it } from 'vitest';
import { decimalFunctions } from '../helpers/decimal-functions';
import { lcg } from '../helpers/recipes';

it.each([80, 120, 330])('have %i digits', (digits) => {
  const D = Decimal.clone({ precision: digits, minE: -9e15, maxE: 9e15 });
  const { ln, exp } = decimalFunctions(D);
  const wide = lcg(3, 4).map((u, i) => new D(u + 1).div(2 ** 32).times(`1e${[-250, -3, 0, 40][i]}`));
  const nextToOne = ['1e-20', '-1e-60', '1e-79'].map((step) => new D(1).plus(step));
  for (const x of [...wide, ...nextToOne, new D(1), new D(2), new D(10), new D('0.1')]) {
    expect(ln(x).minus(x.ln()).abs().toNumber(), `ln ${x}`).toBeLessThanOrEqual(
      Number(`1e${2 - digits}`) * Math.max(1, Math.abs(x.e))
    );
  }
  for (const x of [0, 1, -1, 0.5, 100.25, -4999.5, 1e-30, -1e-70, -7.5].map((value) => new D(value).times(new D(1).div(3)))) {
    const error = exp(x).div(x.exp()).minus(1).abs().toNumber();
    expect(error, `e^${x}`).toBeLessThanOrEqual(Number(`1e${4 - digits}`) * Math.max(1, Math.abs(x.toNumber())));
  }
});
