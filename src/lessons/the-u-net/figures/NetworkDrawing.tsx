/** The network to scale, as a picture whose blocks can be chosen with a pointer or the arrow keys. */
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Graph } from '../../../lib/nets/index.ts';
import type { Block } from './blocks.ts';
import {
  type Arrow,
  type Bar,
  layOutNetwork,
  type NetworkPicture,
  narrowWidth,
  roomFor,
} from './drawNetwork.ts';
import { shapeShort, shapeText, titleOf } from './words.ts';

export interface NetworkDrawingProps {
  readonly graph: Graph;
  readonly blocks: readonly Block[];
  /** Height of the top level's bars when the picture is `fitSize` high. */
  readonly barHeight: number;
  /** The image size and base width that fill the room: larger networks shrink the scale, smaller ones do not stretch it. */
  readonly fitSize: number;
  readonly fitBase: number;
  /** What the group of blocks is called. */
  readonly label: string;
  /** The chosen block, and what choosing does; without it the drawing is a plain picture. */
  readonly selected?: string;
  readonly onSelect?: (block: string) => void;
  /** The skips that are switched off, by the node that they lead to. */
  readonly silenced?: readonly string[];
}

const firstWidth = 640;

/** Draws the network as wide as the figure is. */
export function NetworkDrawing(props: NetworkDrawingProps) {
  const { graph, blocks, barHeight } = props;
  const { ref, width } = useWidth();
  const head = useId();
  const narrow = width < narrowWidth;
  const base = Math.max(narrow ? Math.min(16, props.fitBase) : props.fitBase, baseOf(blocks));
  const size = Math.max(props.fitSize, graph.inputs.find(({ name }) => name === 'x')!.shape[0]!);
  const picture = useMemo(
    () => layOutNetwork(graph, blocks, roomFor(width, { barHeight, size, base })),
    [graph, blocks, width, barHeight, size, base],
  );
  return (
    <div ref={ref} class="fn-net">
      <svg
        width={width}
        height={picture.height}
        viewBox={`0 0 ${width} ${picture.height}`}
        role={props.onSelect ? 'radiogroup' : 'img'}
        aria-label={props.label}
      >
        <defs>
          <marker
            id={head}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="6"
            markerHeight="6"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8Z" fill="context-stroke" />
          </marker>
        </defs>
        <Lines picture={picture} head={head} silenced={props.silenced ?? []} />
        <Bars picture={picture} wide={!narrow} {...props} />
      </svg>
    </div>
  );
}

const baseOf = (blocks: readonly Block[]): number =>
  blocks.find(({ name }) => name === 'enc1')?.shape[2] ?? 8;

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(firstWidth);
  useLayoutEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver((entries) => {
      const next = Math.round(entries[0]?.contentRect.width ?? 0);
      if (next > 0) setWidth(next);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

interface LinesProps {
  readonly picture: NetworkPicture;
  readonly head: string;
  readonly silenced: readonly string[];
}

function Lines({ picture, head, silenced }: LinesProps) {
  const end = `url(#${head})`;
  return (
    <g fill="none">
      {picture.flow.map(({ path }) => (
        <path key={path} class="fn-net-flow" d={path} marker-end={end} />
      ))}
      {picture.skips.map((skip) => (
        <Skip key={skip.name} skip={skip} end={end} off={silenced.includes(skip.name)} />
      ))}
    </g>
  );
}

function Skip({ skip, end, off }: { skip: Arrow; end: string; off: boolean }) {
  return (
    <>
      <path
        class="fn-net-skip"
        data-skip={skip.name}
        data-off={off}
        d={skip.path}
        marker-end={end}
      />
      {off && (
        <path
          class="fn-net-cut"
          d={`M${skip.x - 6} ${skip.y - 6}l12 12M${skip.x + 6} ${skip.y - 6}l-12 12`}
        />
      )}
    </>
  );
}

interface BarsProps extends Pick<NetworkDrawingProps, 'selected' | 'onSelect'> {
  readonly picture: NetworkPicture;
  readonly wide: boolean;
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

function Bars({ picture, wide, selected, onSelect }: BarsProps) {
  const group = useRef<SVGGElement>(null);
  const choosable = picture.bars.filter(({ name }) => name !== 'x').map(({ name }) => name);
  const move = (from: string, step: number) => {
    const place = choosable.indexOf(from);
    const next = choosable[(place + step + choosable.length) % choosable.length]!;
    onSelect?.(next);
    group.current?.querySelector<SVGGElement>(`[data-block="${next}"]`)?.focus();
  };
  // Poolings and the embedding have no bar: with one of them chosen, Tab still finds the drawing.
  const stop = choosable.includes(selected ?? '') ? selected : choosable[0];
  return (
    <g ref={group}>
      {picture.bars.map((bar) => (
        <BarView
          key={bar.name}
          bar={bar}
          wide={wide}
          reach={picture.gap / 2}
          chosen={bar.name === selected}
          tabStop={bar.name === stop}
          {...(onSelect && bar.name !== 'x' ? { onSelect, move } : {})}
        />
      ))}
    </g>
  );
}

interface BarViewProps {
  readonly bar: Bar;
  readonly wide: boolean;
  /** How far to each side a pointer may miss the bar: half way to the next one. */
  readonly reach: number;
  readonly chosen: boolean;
  readonly tabStop: boolean;
  readonly onSelect?: (block: string) => void;
  /** Chooses the bar so many places further on. */
  readonly move?: (from: string, step: number) => void;
}

const leastTarget = 26;

function BarView({ bar, wide, reach, chosen, tabStop, onSelect, move }: BarViewProps) {
  const { name, x, y, width, height, skipWidth } = bar;
  const choice = onSelect
    ? {
        role: 'radio' as const,
        'aria-checked': chosen,
        'aria-label': `${titleOf(name)}: ${shapeText(bar.shape)}`,
        tabIndex: tabStop ? 0 : -1,
        onClick: () => onSelect(name),
        onKeyDown: (event: KeyboardEvent) => {
          const step = steps[event.key];
          if (!step && event.key !== ' ' && event.key !== 'Enter') return;
          event.preventDefault();
          if (step) move?.(name, step);
          else onSelect(name);
        },
      }
    : {};
  const padX = Math.min(reach, Math.max(0, leastTarget - width) / 2);
  const padY = Math.max(0, leastTarget - height) / 2;
  return (
    <g class="fn-net-block" data-block={name} data-chosen={chosen} {...choice}>
      <rect
        class="fn-net-target"
        x={x - padX}
        y={y - padY}
        width={width + 2 * padX}
        height={height + 2 * padY}
      />
      <rect class="fn-net-bar" {...{ x, y, width, height }} />
      {skipWidth > 0 && (
        <rect
          class="fn-net-joined"
          x={x + width - skipWidth}
          y={y}
          width={skipWidth}
          height={height}
        />
      )}
      <BarLabel bar={bar} wide={wide} />
    </g>
  );
}

function BarLabel({ bar, wide }: { bar: Bar; wide: boolean }) {
  const { name, label, shape, told } = bar;
  const beside = label.y <= bar.y + bar.height && label.y > bar.y;
  const shapeLine = wide && name !== 'x' && name !== 'out';
  const first = shapeLine && beside ? label.y - 13 : label.y;
  const indent = told ? 9 : 0;
  return (
    <>
      {told && <circle class="fn-net-told" cx={label.x + 3} cy={first - 4} r="3" />}
      <text class="fn-net-label" text-anchor={label.anchor}>
        <tspan x={label.x + indent} y={first}>
          {name}
        </tspan>
        {shapeLine && (
          <tspan class="fn-net-shape" x={label.x + indent} y={first + 13}>
            {shapeShort(shape)}
          </tspan>
        )}
      </text>
    </>
  );
}
