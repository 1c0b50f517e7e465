/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['kernel[dy][dx]', 'kernel[2 - dy][2 - dx]']], told: 'the kernel is turned round' },
  { change: [['kernel[dy][dx]', 'kernel[dx][dy]']], told: 'rows and columns' },
  {
    change: [['image[y + dy - 1]?.[x + dx - 1]', 'image[y + dy]?.[x + dx]']],
    told: 'corner lies on the pixel',
  },
  {
    change: [
      ['return image.map((row, y)', 'return image.slice(2).map((row, y)'],
      ['row.map((_', 'row.slice(2).map((_'],
      ['image[y + dy - 1]?.[x + dx - 1] ?? 0', 'image[y + dy][x + dx]'],
    ],
    told: 'the border is left out',
  },
  {
    change: [
      [
        'image[y + dy - 1]?.[x + dx - 1] ?? 0',
        'image[Math.max(0, Math.min(image.length - 1, y + dy - 1))][Math.max(0, Math.min(row.length - 1, x + dx - 1))]',
      ],
    ],
    told: 'pixels of the border are copied',
  },
  { change: [['return sum', 'return sum / 9']], told: 'divided by 9' },
  { change: [[' ?? 0', '']], told: 'outside the picture there is nothing to read' },
  {
    change: [
      [
        'image[y + dy - 1]?.[x + dx - 1] ?? 0',
        'image[y + dy - 1] ? image[y + dy - 1][x + dx - 1] : 0',
      ],
    ],
    told: 'left and right of the picture',
  },
  {
    change: [
      [
        'let sum = 0',
        'if (y < 1 || x < 1 || y > row.length - 2 || x > row.length - 2) return 0; let sum = 0',
      ],
    ],
    told: 'the pixels at the border are 0',
  },
  {
    change: [
      [
        'let sum = 0',
        'if (y < 1 || x < 1 || y > row.length - 2 || x > row.length - 2) return row[x]; let sum = 0',
      ],
    ],
    told: 'stay as they were',
  },
  { change: [['sum += ', 'sum = ']], told: 'only the last of the nine' },
];

export default mistakes;
