/** The colours of the notation can be read on the page and told apart by colour-blind readers. */
import { readFileSync } from 'node:fs';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { katexMacros, notation, type Role, roleColours } from '../../src/lessons/notation.ts';

type Rgb = readonly [number, number, number];

/** Linear-light red, green and blue of a hex colour (IEC 61966-2-1). */
function linear(hex: string): Rgb {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Background colours of a theme, as the style sheet has them. */
function backgrounds(theme: 'light' | 'dark'): string[] {
  const css = readFileSync('src/styles/theme.css', 'utf8');
  const start = theme === 'light' ? css.indexOf(':root[data-theme') : 0;
  return ['paper', 'raised', 'sunken'].map((name) => {
    const at = css.indexOf(`--fn-${name}:`, start);
    return /#[0-9a-f]{6}/.exec(css.slice(at))![0];
  });
}

/** Machado, Oliveira and Fernandes 2009, severity 1.0, in linear RGB. */
const visions = {
  ordinary: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

/** CIE L*a*b* (D65) of a linear colour. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (value: number) =>
    value > 216 / 24389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29;
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, matrix: readonly (readonly number[])[]): Rgb {
  const colour = linear(hex);
  const mixed = matrix.map((row) =>
    Math.max(
      0,
      row.reduce((sum, weight, i) => sum + weight * colour[i]!, 0),
    ),
  );
  return lab(mixed as unknown as Rgb);
}

const roles: readonly Role[] = ['data', 'noise', 'prediction', 'condition'];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test('each role has a contrast of at least 4.5 with every background', () => {
    for (const role of [...roles, 'plain' as const]) {
      for (const background of backgrounds(theme)) {
        const ratio = contrast(roleColours[role][theme], background);
        expect(ratio, `${role} on ${background}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test.each(Object.entries(visions))('roles differ by at least ΔE 10 with %s', (_, matrix) => {
    for (const [i, a] of roles.entries()) {
      for (const b of roles.slice(i + 1)) {
        const p = seen(roleColours[a][theme], matrix);
        const q = seen(roleColours[b][theme], matrix);
        const distance = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        expect(distance, `${a} and ${b}`).toBeGreaterThan(10);
      }
    }
  });
});

test('every symbol prints, in its colour, and code names and macros are unique', () => {
  const options = { trust: true, strict: false, throwOnError: true } as const;
  for (const { tex, macro, role } of notation) {
    expect(katex.renderToString(tex, options)).toContain('katex');
    if (!macro) continue;
    const printed = katex.renderToString(`\\${macro}`, { ...options, macros: katexMacros() });
    expect(printed.includes(`role-${role}`)).toBe(role !== 'plain');
  }
  const macros = notation.flatMap(({ macro }) => macro ?? []);
  expect(new Set(macros).size).toBe(macros.length);
  expect(new Set(notation.map(({ code }) => code)).size).toBe(notation.length);
});
