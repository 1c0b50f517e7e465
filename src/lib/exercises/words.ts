/** Values in a learner's sentence: short numbers, short lists, the minus sign of print. */

const shownEntries = 4;
const digits = 4;

/** A number with a few significant digits: “0.7071”, “−3”, “1.2e−7”. */
export function numberWords(value: number, significant = digits): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const short =
    Number.isInteger(value) && Math.abs(value) < 1e6
      ? value
      : Number(value.toPrecision(significant));
  return String(short).replaceAll('-', '−');
}

/** A list, as an array of its entries; null for what is no list. */
export function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>);
  }
  return null;
}

/** Any value, in a few words. */
export function valueWords(value: unknown, depth = 0): string {
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'string') return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  if (typeof value === 'function') return 'a function';
  if (value === undefined) return 'nothing';
  const list = listOf(value);
  if (list) {
    if (depth > 1) return `${list.length} entries`;
    const shown = list.length > shownEntries + 1 ? list.slice(0, shownEntries) : list;
    const rest = list.length > shown.length ? `, … ${list.length} in all` : '';
    return `[${shown.map((entry) => valueWords(entry, depth + 1)).join(', ')}${rest}]`;
  }
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).slice(0, shownEntries);
    return `{ ${entries.map(([key, entry]) => `${key}: ${valueWords(entry, depth + 1)}`).join(', ')} }`;
  }
  return String(value);
}

/** “forwardSample(x0 = [1, 0.5], alphaBar = 0.64)”. */
export function callWords(
  name: string,
  names: readonly string[],
  args: readonly unknown[],
): string {
  const parts = args.map((arg, i) => {
    const words = typeof arg === 'function' ? '…' : valueWords(arg);
    return `${names[i] ?? `argument ${i + 1}`} = ${words}`;
  });
  return `${name}(${parts.join(', ')})`;
}
