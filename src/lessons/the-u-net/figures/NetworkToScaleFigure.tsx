/** The course's U-Net to scale, from the graph that the engine runs: every block with its shape, size and cost. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { type UNetSettings, unet } from '../../../lib/nets/index.ts';
import { BlockInside } from './BlockInside.tsx';
import { BlockTable } from './BlockTable.tsx';
import {
  type Block,
  blockNamed,
  blocksOf,
  presets,
  totalMultiplyAdds,
  totalParameters,
} from './blocks.ts';
import './figures.css';
import { NetworkDrawing } from './NetworkDrawing.tsx';
import { large, shapeText, share, titleOf, whole } from './words.ts';

type PresetName = keyof typeof presets;

const presetLabels: readonly { value: PresetName; label: string }[] = [
  { value: 'digits', label: 'Digits, 8 × 8' },
  { value: 'garments', label: 'Garments, 32 × 32' },
  { value: 'colour', label: 'Colour, 32 × 32, wide' },
];
const startPreset: PresetName = 'garments';
const startBlock = 'bottleneck';

/** The preset with these settings, or none. */
function presetOf(settings: UNetSettings): PresetName | '' {
  const same = ({ value }: { value: PresetName }) =>
    JSON.stringify(presets[value]) === JSON.stringify(settings);
  return presetLabels.find(same)?.value ?? '';
}

export default function NetworkToScaleFigure() {
  const [settings, setSettings] = useState<UNetSettings>(presets[startPreset]);
  const [selected, setSelected] = useState(startBlock);
  const graph = useMemo(() => unet(settings), [settings]);
  const blocks = useMemo(() => blocksOf(graph), [graph]);
  const block = blockNamed(blocks, selected);
  const change = (part: Partial<UNetSettings>) => setSettings((now) => ({ ...now, ...part }));
  const reset = () => {
    setSettings(presets[startPreset]);
    setSelected(startBlock);
  };
  return (
    <Figure
      id="network-to-scale"
      title="The whole network, drawn to scale"
      badge="drawn and counted from the network’s graph"
      reading={describe(settings, blocks, block)}
      onReset={reset}
    >
      <Choices
        legend="Network"
        value={presetOf(settings)}
        options={presetLabels}
        onChange={(name) => name && setSettings(presets[name])}
      />
      <div class="fn-columns">
        <Slider
          label="Image size"
          name="size"
          role="plain"
          value={settings.size}
          min={8}
          max={64}
          step={8}
          format={(value) => `${value} × ${value} pixels`}
          onInput={(size) => change({ size })}
        />
        <Slider
          label="Base width"
          name="base"
          role="plain"
          value={settings.base}
          min={8}
          max={64}
          step={8}
          format={(value) => `${value} channels`}
          onInput={(base) => change({ base })}
        />
      </div>
      <NetworkDrawing
        graph={graph}
        blocks={blocks}
        barHeight={150}
        fitSize={32}
        fitBase={32}
        label="The network’s blocks, to scale"
        selected={selected}
        onSelect={setSelected}
      />
      <DrawingLegend />
      <BlockTable blocks={blocks} selected={selected} onSelect={setSelected} />
      <BlockInside block={block} />
    </Figure>
  );
}

function DrawingLegend() {
  return (
    <>
      <ul class="fn-legend">
        <li>
          <span class="fn-net-key" data-key="bar" /> height: rows of pixels; width: channels
        </li>
        <li>
          <span class="fn-net-key" data-key="joined" /> channels that a skip brings
        </li>
        <li>
          <span class="fn-net-key" data-key="told" /> is told t and the class
        </li>
      </ul>
      <p class="fn-note">
        All networks that fit are drawn to one scale; larger ones are shrunk. Arithmetic counts
        multiply-adds for one picture; GroupNorm, SiLU, pooling and upsampling count as four a
        value.
      </p>
    </>
  );
}

function describe(settings: UNetSettings, blocks: readonly Block[], block: Block): string {
  const { size, base } = settings;
  const parameters = totalParameters(blocks);
  const work = totalMultiplyAdds(blocks);
  return (
    `A U-Net for pictures of ${size} × ${size} pixels with base width ${base}: ` +
    `${whole(parameters)} parameters, ${large(work)} multiply-adds a picture. ` +
    `Chosen: ${titleOf(block.name)}, which gives out ${shapeText(block.shape)}. ` +
    `It holds ${share(block.parameters, parameters)} of the parameters and does ` +
    `${share(block.multiplyAdds, work)} of the arithmetic.`
  );
}
