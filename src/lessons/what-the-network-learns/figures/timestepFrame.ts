/** What this lesson's plots over t share, on its own axis of timesteps. */
import { timestepFrame as frame } from '../../../components/plots/timestepFrame.ts';
import { lastStep } from './digits.ts';

/** Plot options; a plot adds its own height, margins on the left and top, y axis and marks. */
export const timestepFrame = (width: number) => frame(width, lastStep);
