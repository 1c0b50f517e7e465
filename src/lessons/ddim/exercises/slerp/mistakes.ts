/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const angle = 'Math.acos(dot / Math.sqrt(squaresA * squaresB))';
const ofA = 'Math.sin((1 - u) * omega) / Math.sin(omega)';
const ofB = 'Math.sin(u * omega) / Math.sin(omega)';

const mistakes: readonly Mistake[] = [
  {
    change: [
      [ofA, '1 - u'],
      [ofB, 'u'],
    ],
    told: 'that is the straight line',
  },
  { change: [['ofA * value + ofB * b[i]', 'ofB * value + ofA * b[i]']], told: 'swapped' },
  {
    change: [
      [ofA, 'Math.sin((1 - u) * omega)'],
      [ofB, 'Math.sin(u * omega)'],
    ],
    told: 'the division by sin ω is missing',
  },
  {
    change: [[angle, 'Math.acos(Math.max(-1, Math.min(1, dot)))']],
    told: 'the angle comes of the dot product alone',
  },
  { change: [['Math.sqrt(squaresA * squaresB)', 'Math.sqrt(squaresA)']], told: 'only one of the' },
  { change: [['Math.sqrt(squaresA * squaresB)', '(squaresA * squaresB)']], told: 'by the squares' },
  { change: [[angle, `(${angle} * 180) / Math.PI`]], told: 'takes radians' },
  { change: [['Math.acos(', '(']], told: 'acos is missing' },
  {
    change: [
      [ofA, 'Math.cos((u * Math.PI) / 2)'],
      [ofB, 'Math.sin((u * Math.PI) / 2)'],
    ],
    told: 'a quarter circle’s',
  },
];

export default mistakes;
