/**
 * A natural logarithm that gives the same bits in every JavaScript engine: made of + − × ÷ alone,
 * which IEEE 754 rounds in one way only.
 */

// log 2 in two parts; the first has trailing zero bits, so that its products with exponents are exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1/3, 1/5 … 1/27: atanh(f) = f + f³/3 + f⁵/5 + … ; |f| < 0.172 here, so the rest is below 1e-22. */
const SERIES = Array.from({ length: 13 }, (_, k) => 1 / (2 * k + 3));

const view = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm of a positive, finite, normal double (2⁻¹⁰²² or more), to about 2e-16.
 *
 * Writes x = m · 2ᵉ with m between √½ and √2; then log m = 2 atanh((m − 1) / (m + 1)).
 */
export function exactLog(x: number): number {
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  view.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const f = (m - 1) / (m + 1);
  const square = f * f;
  let sum = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) sum = square * (SERIES[k]! + sum);
  return exponent * LN2_HIGH + (2 * (f + f * sum) + exponent * LN2_LOW);
}
