/** The UCI handwritten digits at 8 by 8: small enough to train on in seconds. */

import type { ImageDatasetInfo } from './imageDatasetInfo.ts';

export const digits8: ImageDatasetInfo = {
  id: 'digits-8',
  label: 'Handwritten digits',
  folder: 'digits-8',
  height: 8,
  width: 8,
  channels: 1,
  padding: 0,
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  counts: { train: 1438, test: 359 },
  licence: { name: 'CC BY 4.0', link: 'https://creativecommons.org/licenses/by/4.0/' },
  source: {
    title: 'Optical Recognition of Handwritten Digits, UCI Machine Learning Repository',
    link: 'https://doi.org/10.24432/C50P49',
  },
  citation:
    'E. Alpaydin, C. Kaynak. Optical Recognition of Handwritten Digits. UCI Machine Learning Repository, 1998. doi:10.24432/C50P49',
  note: 'Digits that 13 people wrote by hand, 8 by 8 pixels with 17 shades of grey each.',
};
