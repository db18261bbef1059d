// One double, and the two 32-bit words that it is made of: how JavaScript moves the bits of a number.

/** A buffer for one double. What is written to it can be read from `words` as two halves, and the other way round. */
export const double = /* @__PURE__ */ new Float64Array(1);
export const words = /* @__PURE__ */ new Uint32Array(double.buffer);
/** Which of the two words holds sign and exponent: 1 on little-endian machines. */
export const TOP = /* @__PURE__ */ topWord();

function topWord(): 0 | 1 {
  double[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
}
