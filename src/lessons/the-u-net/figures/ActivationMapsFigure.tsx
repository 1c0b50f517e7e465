/** What every block of the shipped model holds for a noisy digit, as the timestep moves. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton } from '../../../components/controls/Choices.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useAnimation, useOnScreen } from '../../../components/figure/hooks.ts';
import { type GraphNode, unet } from '../../../lib/nets/index.ts';
import { shortName } from './BlockInside.tsx';
import { type Block, blockNamed, blocksOf, presets } from './blocks.ts';
import { FourPictures } from './FourPictures.tsx';
import './figures.css';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { MapsView } from './MapsView.tsx';
import { channelMaps } from './maps.ts';
import { lastStep } from './modelSchedule.ts';
import { NetworkDrawing } from './NetworkDrawing.tsx';
import { rmsDifference } from './timestepVectors.ts';
import { type Look, type LookRequest, useLook, x0ErrorOf } from './useLook.ts';
import { type NoisyDigit, useNoisyDigit } from './useNoisyDigit.tsx';
import { operationOf, shapeText, three } from './words.ts';

const graph = unet(presets.digits);
const blocks = blocksOf(graph);
const nullClass = presets.digits.classes;
const startNode = 'enc1.out';
const startDigit = { label: 3, t: 400 } as const;
const nothing: readonly string[] = [];
/** How long Play takes from all noise to none. */
const playSeconds = 12;

/** What the network is told of the class: the digit's own, another one, or none. */
type Told = 'own' | number;

const nodeNamed = (name: string): GraphNode => graph.nodes.find((node) => node.name === name)!;

export default function ActivationMapsFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const model = useShippedModel();
  const digit = useNoisyDigit(startDigit);
  const [told, setTold] = useState<Told>('own');
  const [nodeName, setNodeName] = useState(startNode);
  const [playing, setPlaying] = useState(false);
  const { noisy, t, setT } = digit;
  useAnimation(playing && onScreen, (seconds) => {
    const next = Math.max(0, t - (seconds / playSeconds) * lastStep);
    setT(Math.floor(next));
    if (next === 0) setPlaying(false);
  });
  const request = useMemo<LookRequest | null>(
    () => noisy && requestFor(noisy, told, nodeName),
    [noisy, told, nodeName],
  );
  const { look, problem, retry } = useLook(model, request);
  const block = blockNamed(
    blocks,
    blocks.find(({ parts }) => parts.some(({ node }) => node.name === nodeName))!.name,
  );
  const shown = look?.request.nodes[0];
  const reset = () => {
    digit.reset();
    setTold('own');
    setNodeName(startNode);
    setPlaying(false);
  };
  return (
    <Figure
      id="activation-maps"
      title="Inside the trained network"
      badge={modelBadge(model.state)}
      reading={describe(told, look)}
      onReset={reset}
    >
      <ModelStatus model={model} problem={problem} onRetry={retry} />
      <div class="fn-row">
        {digit.pictureControls}
        <ToldSelect told={told} onChange={setTold} />
      </div>
      <FourPictures noisy={noisy} look={look} />
      <div ref={ref}>{digit.noiseControls}</div>
      <div class="fn-row">
        <PlayButton
          playing={playing}
          label="Play from noise to picture"
          onToggle={() => {
            if (!playing && t === 0) setT(lastStep);
            setPlaying(!playing);
          }}
        />
      </div>
      <NetworkDrawing
        graph={graph}
        blocks={blocks}
        barHeight={56}
        fitSize={8}
        fitBase={16}
        label="The network’s blocks, to scale: choose one to see its maps"
        selected={block.name}
        onSelect={(name) => setNodeName(blockNamed(blocks, name).output)}
      />
      <NodeSelect block={block} node={nodeName} onChange={setNodeName} />
      {look && shown && (
        <MapsView graph={graph} node={nodeNamed(shown)} values={look.activations[shown]!} />
      )}
    </Figure>
  );
}

function requestFor(noisy: NoisyDigit, told: Told, node: string): LookRequest {
  const y = told === 'own' ? noisy.label : told;
  return { noisy, y, nodes: [node], silenced: nothing };
}

function ToldSelect({ told, onChange }: { told: Told; onChange: (told: Told) => void }) {
  return (
    <label class="fn-toggle">
      <span>Told class</span>
      <select
        name="told"
        value={String(told)}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === 'own' ? 'own' : Number(value))
        }
      >
        <option value="own">the digit’s own</option>
        <option value={String(nullClass)}>none</option>
        {Array.from({ length: nullClass }, (_, label) => (
          <option value={String(label)} key={String(label)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface NodeSelectProps {
  readonly block: Block;
  readonly node: string;
  readonly onChange: (node: string) => void;
}

/** Chooses a block without the drawing, and an operation inside it. */
function NodeSelect({ block, node, onChange }: NodeSelectProps) {
  return (
    <div class="fn-row">
      <label class="fn-toggle">
        <span>Block</span>
        <select
          name="block"
          value={block.name}
          onChange={(event) => onChange(blockNamed(blocks, event.currentTarget.value).output)}
        >
          {blocks.map(({ name }) => (
            <option value={name} key={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="fn-toggle">
        <span>after</span>
        <select name="node" value={node} onChange={(event) => onChange(event.currentTarget.value)}>
          {block.parts.map(({ node: { name }, node: part }) => (
            <option value={name} key={name}>
              {shortName(name)}: {operationOf(part)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function describe(told: Told, look: Look | null): string {
  if (!look) return 'Waiting for the model and its digit.';
  const { noisy, nodes, y } = look.request;
  const node = nodeNamed(nodes[0]!);
  const maps = channelMaps(look.activations[node.name]!, node.shape);
  const class_ = y === nullClass ? 'no class' : `class ${y}`;
  const whose = told === 'own' ? ', its own' : '';
  return (
    `A handwritten ${noisy.label} in noise at t = ${noisy.t}, told ${class_}${whose}. After ${node.name} there are ` +
    `${shapeText(node.shape)}, with values from ${three(maps.lowest)} to ${three(maps.highest)}. ` +
    `Its guess of the noise is off by ${rmsDifference(noisy.eps, look.epsPred).toFixed(2)} a pixel, that of the clean ` +
    `digit by ${x0ErrorOf(look).toFixed(2)} (root mean square). The network took ${look.milliseconds.toFixed(0)} ms.`
  );
}
