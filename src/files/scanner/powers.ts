// Powers of five with 128 bits, as the method of Eisel and Lemire needs them to round decimal numbers (Lemire, Number parsing at a gigabyte per
// second, 2021, section 5).

const HIGH = 1n << 127n;
const LIMIT = 1n << 128n;

/** From here on the reciprocals of powers are rounded up, as the proof for small exponents wants it. */
const LEAST_ROUNDED_UP = -27;

/** 5^exponent times a power of two, so that the highest of 128 bits is 1. */
function powerOfFive(exponent: number): bigint {
  const power = 5n ** BigInt(Math.abs(exponent));
  if (exponent >= 0) return truncated(power);
  // enough bits for a quotient of 128, whatever the power is
  const quotient = truncated((LIMIT << BigInt(power.toString(2).length)) / power);
  return exponent >= LEAST_ROUNDED_UP ? quotient + 1n : quotient;
}

/** The first 128 bits. */
function truncated(value: bigint): bigint {
  const bits = value.toString(2).length;
  return bits > 128 ? value >> BigInt(bits - 128) : value * (HIGH >> BigInt(bits - 1));
}

/** The powers from the least exponent to the largest, each as its high and its low half. */
export function powersOfFive(least: number, largest: number): BigUint64Array {
  const halves = new BigUint64Array(2 * (largest - least + 1));
  for (let exponent = least; exponent <= largest; exponent++) {
    const power = powerOfFive(exponent);
    halves[2 * (exponent - least)] = power >> 64n;
    halves[2 * (exponent - least) + 1] = BigInt.asUintN(64, power);
  }
  return halves;
}
