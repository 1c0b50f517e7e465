/** The stages of the first run, told apart by its smoothed loss, and what to notice in each. */

export interface Stage {
  readonly name: string;
  /** The stage begins once the smoothed loss is at most this. */
  readonly loss: number;
  readonly notice: string;
}

export const stages: readonly Stage[] = [
  {
    name: 'Noise',
    loss: Number.POSITIVE_INFINITY,
    notice:
      'The weights are random. The samples are what noise becomes when nobody knows what to take away.',
  },
  {
    name: 'Blobs',
    loss: 0.5,
    notice:
      'The loss falls off a cliff. That is the cheap part of the lesson: where there is much noise, give back what you see. The samples turn grey and soft.',
  },
  {
    name: 'Strokes',
    loss: 0.3,
    notice:
      'Now it pays to know where ink usually is. Some samples get a stroke or a ring. The loss hardly moves any more: look at the pictures instead.',
  },
  {
    name: 'Digits',
    loss: 0.22,
    notice:
      'Each picture was asked for one digit, and more and more of them can be read. The loss falls by a little; that little is the difference between a smudge and a digit.',
  },
];
