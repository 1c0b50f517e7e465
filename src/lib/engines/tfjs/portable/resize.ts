/** Bilinear upsampling to twice the size, corners aligned, from tfjs's own kernels. */
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import { sum } from './arithmetic.ts';

const attributes = { alignCorners: true, halfPixelCenters: false };

export const bilinear = {
  /** [B, H, W, C] to [B, 2 H, 2 W, C]. */
  forward(d: Device, images: TensorInfo): TensorInfo {
    const size = [2 * images.shape[1]!, 2 * images.shape[2]!];
    return d.run('ResizeBilinear', { images }, { ...attributes, size });
  },
  /** The gradient of the smaller image. A single pixel is copied to four; there tfjs's WebGL kernel divides by zero. */
  backward(d: Device, images: TensorInfo, dy: TensorInfo): TensorInfo {
    const [, height, width] = images.shape;
    if (height === 1 && width === 1) return reshaped(sum(d, dy, [1, 2]), images.shape);
    return d.run('ResizeBilinearGrad', { images, dy }, attributes);
  },
};
