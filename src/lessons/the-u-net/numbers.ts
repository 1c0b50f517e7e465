/** The numbers in this lesson's prose, computed by the course's own library when the page is built. */
import { unet } from '../../lib/nets/index.ts';
import {
  blockNamed,
  blocksOf,
  convolutionsInRow,
  idleWeights,
  presets,
  receptiveField,
  totalMultiplyAdds,
  totalParameters,
} from './figures/blocks.ts';
import { gradientPath } from './figures/gradientPath.ts';
import { schedule } from './figures/modelSchedule.ts';
import { silu, siluLowest, siluSlope } from './figures/silu.ts';
import {
  embeddingWidth,
  fitWish,
  rmsDifference,
  similarity,
  vectors,
  wishes,
} from './figures/timestepVectors.ts';
import { amount, share, signed, three, whole } from './figures/words.ts';

const small = blocksOf(unet(presets.digits));
const middle = blocksOf(unet(presets.garments));

/** A block's share of the parameters and of the arithmetic, at 32 × 32. */
function shares(name: string) {
  const block = blockNamed(middle, name);
  return {
    parameters: share(block.parameters, totalParameters(middle)),
    arithmetic: share(block.multiplyAdds, totalMultiplyAdds(middle)),
  };
}

/** The share of the arithmetic that the blocks on the way up do, at 32 × 32. */
const wayUp = share(
  ['dec3', 'dec2', 'dec1'].reduce((sum, name) => sum + blockNamed(middle, name).multiplyAdds, 0),
  totalMultiplyAdds(middle),
);

/** The window of the eight convolutions on the way down, if nothing were pooled. */
const withoutPooling = 1 + 2 * 8;

/** How many of the embedding's numbers stay within 0.1 over all timesteps. */
const nearlyConstant = Array.from({ length: embeddingWidth }, (_, i) => {
  const values = vectors.map((vector) => vector[i]!);
  return Math.max(...values) - Math.min(...values);
}).filter((range) => range < 0.1).length;

/** How badly the bare number and how well the sines do at being on near t = 300 only. */
const wish = wishes.near.values(300);
const fitted = fitWish(wish);

const depth = convolutionsInRow(middle);
const idle = idleWeights(small);

export const n = {
  base: presets.digits.base,
  T: whole(schedule.T),
  parameters: whole(totalParameters(small)),
  bottleneck: shares('bottleneck'),
  dec1: shares('dec1'),
  wayUp,
  deepChannels: blockNamed(small, 'bottleneck').shape[2]!,
  sizeRatio: Math.round(totalMultiplyAdds(middle) / totalMultiplyAdds(small)),
  convolutions: depth,
  fieldDeep: receptiveField(middle, 'bottleneck'),
  withoutPooling,
  idle: whole(idle),
  idleShare: share(idle, totalParameters(small)),
  embeddingWidth,
  similarNear: three(similarity(300, 310)),
  similarFar: three(similarity(300, 600)),
  nearlyConstant,
  wishSines: three(rmsDifference(wish, fitted.sines)),
  wishBare: three(rmsDifference(wish, fitted.bare)),
  siluLowestAt: signed(siluLowest(), 2),
  siluLowest: signed(silu(siluLowest()), 2),
  siluSlopeLeft: signed(siluSlope(-2), 2),
  gradientWith: amount(gradientPath(depth, true, 1)[0]!),
  gradientWithout: amount(gradientPath(depth, false, 1)[0]!),
} as const;
