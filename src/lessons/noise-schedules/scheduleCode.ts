/** Writes the code that makes a schedule's betas, parameters filled in, for Python with NumPy and for TypeScript. */
import { type ScheduleName, type ScheduleOptions, schedules } from '../../lib/diffusion/index.ts';

/** The languages that the reader may copy. */
export type CodeLanguage = 'python' | 'typescript';

/** Which schedule to write: its name, every parameter, T, and whether its end is rescaled. */
export interface CodeRequest {
  readonly name: ScheduleName;
  /** T and all parameters of the schedule by key; one that is missing takes its default. */
  readonly options: ScheduleOptions;
  readonly zeroTerminalSnr: boolean;
}

type Values = (key: string) => string;
type Writer = (value: Values, rescaled: boolean) => readonly string[];

const sources: Record<ScheduleName, string> = {
  linear: 'Ho et al. 2020, section 4',
  cosine: 'Nichol and Dhariwal 2021, eq. 17',
  scaledLinear: 'Rombach et al. 2022, as in Stable Diffusion',
  sigmoid: 'Jabri et al. 2023; Chen 2023, algorithm 1',
};

const python: Record<ScheduleName, Writer> = {
  linear: (value, rescaled) =>
    rescaled
      ? [
          `reference = np.linspace(${value('betaStart')}, ${value('betaEnd')}, 1000)`,
          'log_alpha_bars = np.concatenate([[0.0], np.cumsum(np.log1p(-reference))])',
          'reached = np.interp(np.arange(T + 1) * 1000 / T, np.arange(1001), log_alpha_bars)',
          'betas = -np.expm1(np.diff(reached))',
        ]
      : [`betas = np.linspace(${value('betaStart')}, ${value('betaEnd')}, T)`],
  cosine: (value) => [
    `s = ${value('s')}`,
    'angles = (np.arange(T + 1) / T + s) / (1 + s) * np.pi / 2',
    'alpha_bars = np.cos(angles) ** 2 / np.cos(angles[0]) ** 2',
    'betas = 1 - alpha_bars[1:] / alpha_bars[:-1]',
    `betas = np.clip(betas, ${value('betaMin')}, ${value('betaMax')})`,
  ],
  scaledLinear: (value) => [
    `betas = np.linspace(${value('betaStart')} ** 0.5, ${value('betaEnd')} ** 0.5, T) ** 2`,
  ],
  sigmoid: (value) => [
    `start, end, tau = ${value('start')}, ${value('end')}, ${value('tau')}`,
    'a, b = start / tau, end / tau',
    'n = np.arange(1, T + 1)',
    'after = a + (b - a) * n / T',
    'left = (b - a) * (T - n + 1) / T',
    '# 1 - alpha_bar / alpha_bar_before, as a quotient that loses no digits',
    'betas = np.sinh((b - a) / T / 2) / np.sinh(left / 2) * np.cosh(b / 2) / np.cosh(after / 2)',
    `betas = np.minimum(betas, ${value('betaMax')})`,
  ],
};

const pythonRescale = [
  '',
  '# End at an SNR of exactly 0 (Lin et al. 2024, algorithm 1).',
  'signal = np.sqrt(np.cumprod(1 - betas))',
  'signal = (signal - signal[-1]) * signal[0] / (signal[0] - signal[-1])',
  'betas = 1 - (signal / np.concatenate([[1.0], signal[:-1]])) ** 2',
];

const typescript: Record<ScheduleName, Writer> = {
  linear: (value, rescaled) => {
    const [first, last] = [value('betaStart'), value('betaEnd')];
    if (!rescaled) {
      return [
        'const betas = Array.from({ length: T }, (_, t) => {',
        '  const share = t / (T - 1);',
        `  return ${first} * (1 - share) + ${last} * share;`,
        '});',
      ];
    }
    return [
      'const logAlphaBars = [0];',
      'for (let i = 0; i < 1000; i++) {',
      `  const beta = (${first} * (999 - i) + ${last} * i) / 999;`,
      '  logAlphaBars.push((logAlphaBars[i] ?? 0) + Math.log1p(-beta));',
      '}',
      'const reached = (n: number) => {',
      '  const position = (n * 1000) / T;',
      '  const below = Math.min(Math.floor(position), 999);',
      '  const [from, to] = [logAlphaBars[below] ?? 0, logAlphaBars[below + 1] ?? 0];',
      '  return from + (to - from) * (position - below);',
      '};',
      'const betas = Array.from({ length: T }, (_, t) => -Math.expm1(reached(t + 1) - reached(t)));',
    ];
  },
  cosine: (value) => [
    `const s = ${value('s')};`,
    'const alphaBar = (n: number) => Math.cos((((n / T + s) / (1 + s)) * Math.PI) / 2) ** 2;',
    'const betas = Array.from({ length: T }, (_, t) => {',
    '  const beta = 1 - alphaBar(t + 1) / alphaBar(t);',
    `  return Math.min(Math.max(beta, ${value('betaMin')}), ${value('betaMax')});`,
    '});',
  ],
  scaledLinear: (value) => [
    `const [first, last] = [Math.sqrt(${value('betaStart')}), Math.sqrt(${value('betaEnd')})];`,
    'const betas = Array.from({ length: T }, (_, t) => {',
    '  const share = t / (T - 1);',
    '  return (first * (1 - share) + last * share) ** 2;',
    '});',
  ],
  sigmoid: (value) => [
    `const [start, end, tau] = [${value('start')}, ${value('end')}, ${value('tau')}];`,
    'const [a, b] = [start / tau, end / tau];',
    'const betas = Array.from({ length: T }, (_, t) => {',
    '  const after = a + ((b - a) * (t + 1)) / T;',
    '  const left = ((b - a) * (T - t)) / T;',
    '  // 1 - alphaBar / alphaBarBefore, as a quotient that loses no digits',
    '  const rise = Math.sinh((b - a) / T / 2) / Math.sinh(left / 2);',
    `  return Math.min((rise * Math.cosh(b / 2)) / Math.cosh(after / 2), ${value('betaMax')});`,
    '});',
  ],
};

const typescriptRescale = [
  '',
  '// End at an SNR of exactly 0 (Lin et al. 2024, algorithm 1).',
  'let product = 1;',
  'const signal = betas.map((beta) => Math.sqrt((product *= 1 - beta)));',
  'const [first0, last0] = [signal[0] ?? 1, signal[T - 1] ?? 0];',
  'const shifted = signal.map((x) => ((x - last0) * first0) / (first0 - last0));',
  'shifted.forEach((x, t) => {',
  '  betas[t] = 1 - (x / (t === 0 ? 1 : (shifted[t - 1] ?? 1))) ** 2;',
  '});',
];

/** The code as a text that ends in a newline; it defines `betas`, of length T. */
export function scheduleCode(language: CodeLanguage, request: CodeRequest): string {
  const { name, options, zeroTerminalSnr } = request;
  const entry = schedules[name];
  const read = (key: string) =>
    options[key] ?? entry.parameters.find((parameter) => parameter.key === key)?.default;
  const isPython = language === 'python';
  const writer = isPython ? python[name] : typescript[name];
  const end = isPython ? pythonRescale : typescriptRescale;
  return [
    `${isPython ? '#' : '//'} ${entry.label} schedule: ${sources[name]}`,
    ...(isPython
      ? ['import numpy as np', '', `T = ${options.T}`]
      : ['', `const T = ${options.T};`]),
    ...writer((key) => String(read(key)), read('rescaled') === true),
    ...(zeroTerminalSnr ? end : []),
    '',
  ].join('\n');
}

const numbersPerLine = 4;

/** The betas themselves, every digit, as code that defines `betas`. */
export function arrayCode(language: CodeLanguage, title: string, betas: Float64Array): string {
  const lines: string[] = [];
  for (let i = 0; i < betas.length; i += numbersPerLine) {
    lines.push(`  ${[...betas.subarray(i, i + numbersPerLine)].join(', ')},`);
  }
  const body = lines.join('\n');
  if (language === 'typescript') return `// ${title}\nconst betas = [\n${body}\n];\n`;
  return `# ${title}\nimport numpy as np\n\nbetas = np.array([\n${body}\n])\n`;
}
