/** Lays a U-Net out to scale: where each tensor's bar, each arrow and each label goes, in CSS pixels. */
import type { Graph, Shape } from '../../../lib/nets/index.ts';
import { type Block, blockNamed, skips } from './blocks.ts';

/** A tensor, drawn as a bar: as high as it has rows of pixels, as wide as it has channels. */
export interface Bar {
  /** The block whose output it is; `x` for the input. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Width of the part that comes through the skip connection, at the right end; 0 where there is none. */
  readonly skipWidth: number;
  readonly shape: Shape;
  /** Whether the block is told the timestep and the class. */
  readonly told: boolean;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
}

/** A line with an arrowhead at its end. */
export interface Arrow {
  /** The block that it stands for (a pooling), or the node that a skip leads to; empty where it only connects. */
  readonly name: string;
  readonly path: string;
  /** Where a pointer can meet it. */
  readonly x: number;
  readonly y: number;
}

/** A whole drawing. */
export interface NetworkPicture {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly flow: readonly Arrow[];
  readonly skips: readonly Arrow[];
  /** Room between neighbouring bars. */
  readonly gap: number;
  /** CSS pixels of one channel and of one row of pixels. */
  readonly channelWidth: number;
  readonly rowHeight: number;
}

/** How much room there is, and for which largest network the scale is made. */
export interface NetworkRoom {
  readonly width: number;
  /** Height of the top level's bars when the picture is `fitSize` high. */
  readonly barHeight: number;
  readonly fitSize: number;
  readonly fitBase: number;
  /** Least room between two bars; what is left over widens it. */
  readonly gap: number;
  /** Room right of the last bar, for labels. */
  readonly rightMargin: number;
  /** Room above a level, for its skip's arrow. */
  readonly headroom: number;
}

/** Below this width the drawing drops what does not fit. */
export const narrowWidth = 480;

/** The room in a figure of that width, for a network as large as asked, or larger. */
export function roomFor(
  width: number,
  wanted: { readonly barHeight: number; readonly size: number; readonly base: number },
): NetworkRoom {
  const narrow = width < narrowWidth;
  return {
    width,
    barHeight: wanted.barHeight,
    fitSize: wanted.size,
    fitBase: wanted.base,
    gap: narrow ? 6 : 15,
    rightMargin: narrow ? 27 : 48,
    headroom: 29,
  };
}

const order = [
  'x',
  'enc1',
  'enc2',
  'enc3',
  'bottleneck',
  'up3',
  'dec3',
  'up2',
  'dec2',
  'up1',
  'dec1',
  'out',
] as const;

const told = new Set<string>(['enc1', 'enc2', 'enc3', 'bottleneck', 'dec3', 'dec2', 'dec1']);
const labelBelow = 13;

/** The sum of the bars' widths in channels, for a base width. */
function channelsAcross(base: number, ends: number): number {
  const down = 1 + 2 + 4 + 8;
  const up = 12 + 4 + 6 + 2 + 3 + 1;
  return (down + up) * base + ends;
}

/** The drawing of a U-Net's graph for the room there is. */
export function layOutNetwork(
  graph: Graph,
  blocks: readonly Block[],
  room: NetworkRoom,
): NetworkPicture {
  const input = graph.inputs.find(({ name }) => name === 'x')!.shape;
  const shapeOf = (name: string) => (name === 'x' ? input : blockNamed(blocks, name).shape);
  const size = input[0]!;
  const ends = input[2]! + blockNamed(blocks, 'out').shape[2]!;
  const across = room.width - leftMargin - room.rightMargin;
  const free = across - (order.length - 1) * room.gap - 2 * leastWidth;
  const channelWidth = free / channelsAcross(room.fitBase, ends);
  const rowHeight = room.barHeight / room.fitSize;
  const tops = levelTops(size, rowHeight, room.headroom);
  const widthOf = (name: string) => Math.max(leastWidth, shapeOf(name)[2]! * channelWidth);
  const used = order.reduce((sum, name) => sum + widthOf(name), 0);
  const gap = Math.max(room.gap, (across - used) / (order.length - 1));
  let x = leftMargin;
  const bars = order.map((name): Bar => {
    const shape = shapeOf(name);
    const level = Math.round(Math.log2(size / shape[0]!));
    const width = widthOf(name);
    const bar = barAt(name, shape, x, tops[level]!, width, shape[0]! * rowHeight, blocks);
    x += width + gap;
    return bar;
  });
  const deepest = bars.find(({ name }) => name === 'bottleneck')!;
  return {
    width: room.width,
    height: deepest.y + deepest.height + 2 * labelBelow + 6,
    bars,
    flow: flowArrows(bars),
    skips: skipArrows(bars, room.headroom),
    gap,
    channelWidth,
    rowHeight,
  };
}

const leftMargin = 8;

/** A bar of one channel is still seen. */
const leastWidth = 1.5;

function levelTops(size: number, rowHeight: number, headroom: number): number[] {
  const tops: number[] = [];
  let y = headroom;
  for (let level = 0; level < 4; level++) {
    tops.push(y);
    y += (size / 2 ** level) * rowHeight + headroom;
  }
  return tops;
}

function barAt(
  name: string,
  shape: Shape,
  x: number,
  y: number,
  width: number,
  height: number,
  blocks: readonly Block[],
): Bar {
  const skip = skips.find(({ to }) => to === name);
  const part = skip ? blockNamed(blocks, skip.from).shape[2]! / shape[2]! : 0;
  return {
    name,
    x,
    y,
    width,
    height,
    skipWidth: part * width,
    shape,
    told: told.has(name),
    label: labelPlace(name, { x, y, width, height, joined: (1 - part) * width }),
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Width of the part that does not come through a skip. */
  readonly joined: number;
}

/** Labels stand where the U leaves room: beside the bars of the upper levels, inside the U, and below the others. */
function labelPlace(name: string, { x, y, width, height, joined }: Box): Bar['label'] {
  const low = y + height - 2;
  const below = y + height + labelBelow;
  if (name === 'out') return { x: x + width, y: y - 6, anchor: 'end' };
  if (name === 'up3') return { x: x + joined / 2 - 6, y: below, anchor: 'end' };
  if (name.startsWith('up')) return { x: x - 6, y: low, anchor: 'end' };
  if (name === 'enc3') return { x: downFrom(x, width) + 6, y: below, anchor: 'start' };
  if (name === 'enc1' || name === 'enc2') return { x: x + width + 6, y: low, anchor: 'start' };
  return { x: x - 2, y: below, anchor: 'start' };
}

/** Where the arrow to the level below leaves a bar. */
const downFrom = (x: number, width: number): number => x + Math.min(width / 2, 8);

function flowArrows(bars: readonly Bar[]): Arrow[] {
  const at = (name: string) => bars.find((bar) => bar.name === name)!;
  const down = (from: string, to: string, name: string): Arrow => {
    const [a, b] = [at(from), at(to)];
    const x = downFrom(a.x, a.width);
    const y = b.y + b.height / 2;
    return { name, path: `M${x} ${a.y + a.height}V${y}H${b.x}`, x, y };
  };
  const up = (from: string, to: string): Arrow => {
    const [a, b] = [at(from), at(to)];
    const x = b.x + (b.width - b.skipWidth) / 2;
    const y = a.y + a.height / 2;
    return { name: '', path: `M${a.x + a.width} ${y}H${x}V${b.y + b.height}`, x, y };
  };
  const across = (from: string, to: string): Arrow => {
    const [a, b] = [at(from), at(to)];
    const y = a.y + a.height / 2;
    return { name: '', path: `M${a.x + a.width} ${y}H${b.x}`, x: b.x, y };
  };
  return [
    across('x', 'enc1'),
    down('enc1', 'enc2', 'pool1'),
    down('enc2', 'enc3', 'pool2'),
    down('enc3', 'bottleneck', 'pool3'),
    up('bottleneck', 'up3'),
    across('up3', 'dec3'),
    up('dec3', 'up2'),
    across('up2', 'dec2'),
    up('dec2', 'up1'),
    across('up1', 'dec1'),
    across('dec1', 'out'),
  ];
}

function skipArrows(bars: readonly Bar[], headroom: number): Arrow[] {
  const at = (name: string) => bars.find((bar) => bar.name === name)!;
  return skips.map(({ from, to, node }) => {
    const [a, b] = [at(from), at(to)];
    const start = a.x + a.width / 2;
    const end = b.x + b.width - b.skipWidth / 2;
    const y = a.y - headroom * 0.55;
    const path = `M${start} ${a.y}V${y}H${end}V${b.y}`;
    return { name: node, path, x: (start + end) / 2, y };
  });
}
