/** Fashion-MNIST at its own size, 28 by 28: photographs of garments in ten classes. */

import type { ImageDatasetInfo } from './imageDatasetInfo.ts';

export const fashion28: ImageDatasetInfo = {
  id: 'fashion-28',
  label: 'Fashion-MNIST',
  folder: 'fashion-28',
  height: 28,
  width: 28,
  channels: 1,
  padding: 0,
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  counts: { train: 12_000, test: 2_000 },
  licence: { name: 'MIT', link: 'https://opensource.org/license/mit' },
  source: {
    title: 'Fashion-MNIST, Zalando SE',
    link: 'https://github.com/zalandoresearch/fashion-mnist',
  },
  citation:
    'H. Xiao, K. Rasul, R. Vollgraf. Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms. 2017. arXiv:1708.07747',
  note: 'Product photographs of garments, 28 by 28 pixels; 14,000 of the 70,000 images, each class alike.',
};
