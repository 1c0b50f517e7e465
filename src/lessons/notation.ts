/** The course's symbols: code name, TeX, meaning and colour; feeds equations, legends, sliders and the glossary. */

/** What a symbol is about; each role has one colour in plots, equations, legends and sliders. */
export type Role = 'data' | 'noise' | 'prediction' | 'condition' | 'plain';

/** Colours of the roles in the light and the dark theme: Okabe and Ito's hues, moved to 4.5:1 contrast with the page. */
export const roleColours: Record<Role, { light: string; dark: string; meaning: string }> = {
  data: { light: '#0064a6', dark: '#6cb9f2', meaning: 'clean data, and the weight on it' },
  noise: { light: '#b04400', dark: '#ff9d5c', meaning: 'noise, and the weight on it' },
  prediction: { light: '#00705a', dark: '#4bd3a8', meaning: 'what a model or formula predicts' },
  condition: { light: '#96357a', dark: '#f2a3d0', meaning: 'what steers the result: a class' },
  plain: { light: '#26242b', dark: '#e9e6df', meaning: 'everything else' },
};

/** One symbol of the course. */
export interface Notation {
  /** Name in the code. */
  readonly code: string;
  /** KaTeX macro that prints it in its colour, without the backslash; none where plain TeX does. */
  readonly macro?: string;
  /** TeX, without colour. */
  readonly tex: string;
  readonly role: Role;
  readonly name: string;
  readonly meaning: string;
  /** Slug of the lesson that introduces it. */
  readonly lesson: string;
}

const noising = 'forward-noising';
const schedules = 'noise-schedules';
const objective = 'what-the-network-learns';
const network = 'the-u-net';
const training = 'train-it-yourself';
const classifierGuidance = 'classifier-guidance';
const ancestral = 'ddpm';
const implicit = 'ddim';
const classifierFree = 'classifier-free-guidance';

/** Every symbol, in the order in which the course introduces it. */
export const notation: readonly Notation[] = [
  {
    code: 'x0',
    macro: 'xzero',
    tex: 'x_0',
    role: 'data',
    name: 'clean sample',
    meaning: 'A picture or a point from the data set, before any noise. Pixels lie in [−1, 1].',
    lesson: noising,
  },
  {
    code: 'T',
    tex: 'T',
    role: 'plain',
    name: 'number of steps',
    meaning: 'How many noising steps there are. The course uses 1,000 unless it says otherwise.',
    lesson: noising,
  },
  {
    code: 't',
    tex: 't',
    role: 'plain',
    name: 'timestep',
    meaning: 'A whole number from 0 to T − 1. At t = 0 one step of noise has been added already.',
    lesson: noising,
  },
  {
    code: 'xt',
    macro: 'xt',
    tex: 'x_t',
    role: 'plain',
    name: 'noisy sample',
    meaning: 'The clean sample after the noising steps 0 to t: part data, part noise.',
    lesson: noising,
  },
  {
    code: 'eps',
    macro: 'eps',
    tex: '\\varepsilon',
    role: 'noise',
    name: 'noise',
    meaning: 'One draw from N(0, I): an independent standard normal number for every pixel.',
    lesson: noising,
  },
  {
    code: 'beta',
    macro: 'betat',
    tex: '\\beta_t',
    role: 'noise',
    name: 'noise variance of one step',
    meaning: 'The variance of the noise that step t adds; between 0 and 1.',
    lesson: noising,
  },
  {
    code: 'alpha',
    macro: 'alphat',
    tex: '\\alpha_t',
    role: 'data',
    name: 'signal kept by one step',
    meaning: '1 − β_t: the share of variance that step t keeps.',
    lesson: noising,
  },
  {
    code: 'alphaBar',
    macro: 'abar',
    tex: '\\bar\\alpha_t',
    role: 'data',
    name: 'signal kept so far',
    meaning: 'The product of α_0 … α_t: the share of the data’s variance that is left at t.',
    lesson: noising,
  },
  {
    code: 'alphaBarPrev',
    macro: 'abarprev',
    tex: '\\bar\\alpha_{t-1}',
    role: 'data',
    name: 'signal kept one step before',
    meaning: 'ᾱ of the step before t; before t = 0 it is 1.',
    lesson: noising,
  },
  {
    code: 'snr',
    macro: 'snr',
    tex: '\\mathrm{SNR}(t)',
    role: 'plain',
    name: 'signal-to-noise ratio',
    meaning: 'ᾱ_t / (1 − ᾱ_t): how much more variance comes from the data than from the noise.',
    lesson: schedules,
  },
  {
    code: 'epsPred',
    macro: 'epspred',
    tex: '\\varepsilon_\\theta',
    role: 'prediction',
    name: 'predicted noise',
    meaning: 'What the network, with parameters θ, says the noise in x_t is.',
    lesson: objective,
  },
  {
    code: 'x0Pred',
    macro: 'xzeropred',
    tex: '\\hat x_0',
    role: 'prediction',
    name: 'predicted clean sample',
    meaning: 'The clean sample that goes with a prediction, whichever quantity was predicted.',
    lesson: objective,
  },
  {
    code: 'v',
    macro: 'vel',
    tex: 'v',
    role: 'prediction',
    name: 'velocity',
    meaning: '√ᾱ_t ε − √(1 − ᾱ_t) x_0: a mix of both that is well behaved at every t.',
    lesson: objective,
  },
  {
    code: 'score',
    macro: 'score',
    tex: '\\nabla_{x_t} \\log q(x_t)',
    role: 'prediction',
    name: 'score',
    meaning: 'The direction in which noisy samples become more probable.',
    lesson: objective,
  },
  {
    code: 'y',
    macro: 'cls',
    tex: 'y',
    role: 'condition',
    name: 'class',
    meaning: 'What the sample shall show, as a class index; the null class stands for “not told”.',
    lesson: network,
  },
  {
    code: 'embedding',
    macro: 'temb',
    tex: 'e(t)',
    role: 'condition',
    name: 'timestep embedding',
    meaning: 'The timestep as a vector of sines and cosines.',
    lesson: network,
  },
  {
    code: 'ema',
    macro: 'thetabar',
    tex: '\\bar\\theta',
    role: 'prediction',
    name: 'averaged weights',
    meaning:
      'The exponential moving average of the network’s weights θ: what samples are drawn with.',
    lesson: training,
  },
  {
    code: 'mean',
    macro: 'mutheta',
    tex: '\\mu_\\theta',
    role: 'prediction',
    name: 'mean of a step back',
    meaning: 'Where a step back leads on average: the posterior’s mean at the predicted x_0.',
    lesson: ancestral,
  },
  {
    code: 'noise',
    macro: 'sigmat',
    tex: '\\sigma_t',
    role: 'noise',
    name: 'size of the added noise',
    meaning: 'The standard deviation of the fresh noise that a step back adds; 0 at the last step.',
    lesson: ancestral,
  },
  {
    code: 'z',
    macro: 'fresh',
    tex: 'z',
    role: 'noise',
    name: 'fresh noise',
    meaning: 'A draw from N(0, I) that a step back adds, new at every step.',
    lesson: ancestral,
  },
  {
    code: 'posteriorVariance',
    macro: 'betatilde',
    tex: '\\tilde\\beta_t',
    role: 'noise',
    name: 'posterior variance',
    meaning: 'The variance of x_{t−1} for someone who knows x_t and x_0; a little below β_t.',
    lesson: ancestral,
  },
  {
    code: 's',
    tex: 's',
    role: 'plain',
    name: 'next visited step',
    meaning: 'The timestep that a sampler goes to from t. It need not be t − 1.',
    lesson: implicit,
  },
  {
    code: 'alphaBarNext',
    macro: 'abars',
    tex: '\\bar\\alpha_s',
    role: 'data',
    name: 'signal kept at the next visited step',
    meaning: 'ᾱ of the step that a sampler goes to; where the walk ends it is 1.',
    lesson: implicit,
  },
  {
    code: 'eta',
    macro: 'freshshare',
    tex: '\\eta',
    role: 'noise',
    name: 'share of fresh noise',
    meaning: 'How much of its noise DDIM draws anew at each step: 0 is none, 1 is as much as DDPM.',
    lesson: implicit,
  },
  {
    code: 'classifier',
    macro: 'classifier',
    tex: 'p(y \\mid x_t)',
    role: 'condition',
    name: 'noise-aware classifier',
    meaning: 'What a classifier that is told t gives the class y for the noisy sample x_t.',
    lesson: classifierGuidance,
  },
  {
    code: 'classifierGradient',
    macro: 'classgrad',
    tex: '\\nabla_{x_t} \\log p(y \\mid x_t)',
    role: 'condition',
    name: 'classifier gradient',
    meaning: 'The direction in which x_t looks more like class y to the classifier.',
    lesson: classifierGuidance,
  },
  {
    code: 'classifierScale',
    macro: 'classscale',
    tex: '\\gamma',
    role: 'condition',
    name: 'classifier scale',
    meaning: 'How often the classifier’s gradient is added; 1 is Bayes’ rule, 0 steers nowhere.',
    lesson: classifierGuidance,
  },
  {
    code: 'guidanceScale',
    macro: 'gscale',
    tex: 'w',
    role: 'condition',
    name: 'guidance scale',
    meaning: 'How far guidance goes from “not told” towards the class and beyond it; 1 is none.',
    lesson: classifierFree,
  },
  {
    code: 'nullClass',
    macro: 'nocls',
    tex: '\\varnothing',
    role: 'condition',
    name: 'null class',
    meaning: 'The class that stands for “not told”: training puts it in place of some labels.',
    lesson: classifierFree,
  },
  {
    code: 'epsGuided',
    macro: 'epsguided',
    tex: '\\tilde\\varepsilon',
    role: 'prediction',
    name: 'guided noise',
    meaning: 'What guidance makes of the predictions with and without the class.',
    lesson: classifierFree,
  },
  {
    code: 'rescaleShare',
    macro: 'rescaleshare',
    tex: '\\varphi',
    role: 'condition',
    name: 'rescale share',
    meaning: 'How much of the spread that guidance added is taken back: 0 none, 1 all of it.',
    lesson: classifierFree,
  },
];

/** KaTeX macros: each symbol in its role's colour, and `\data{…}`, `\noise{…}`, `\pred{…}`, `\cond{…}` for the rest. */
export function katexMacros(): Record<string, string> {
  const macros: Record<string, string> = {
    '\\data': '\\htmlClass{role-data}{#1}',
    '\\noise': '\\htmlClass{role-noise}{#1}',
    '\\pred': '\\htmlClass{role-prediction}{#1}',
    '\\cond': '\\htmlClass{role-condition}{#1}',
  };
  for (const { macro, tex, role } of notation) {
    if (!macro) continue;
    macros[`\\${macro}`] = role === 'plain' ? tex : `\\htmlClass{role-${role}}{${tex}}`;
  }
  macros['\\xprev'] = 'x_{t-1}';
  macros['\\betas'] = '\\htmlClass{role-noise}{\\beta}';
  return macros;
}

/** CSS custom properties `--fn-data`, `--fn-noise`, … for both themes; the page's head includes them. */
export function roleColourCss(): string {
  const variables = (theme: 'light' | 'dark') =>
    Object.entries(roleColours)
      .map(([role, colour]) => `--fn-${role}:${colour[theme]};`)
      .join('');
  return `:root{${variables('dark')}}:root[data-theme='light']{${variables('light')}}`;
}
