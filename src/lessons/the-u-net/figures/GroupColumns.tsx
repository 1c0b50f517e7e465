/** The groups of a tensor side by side: their maps and statistics before GroupNorm, and after it. */
import { useMemo } from 'preact/hooks';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { type GroupStatistics, groupStatistics, groups, type Maps, perGroup } from './groupNorm.ts';
import { digitSize } from './modelSchedule.ts';
import { signed } from './words.ts';

/** The value that is drawn white; its negative is black. */
const drawnRange = 3;

export interface GroupColumnsProps {
  readonly before: Maps;
  readonly after: Maps;
  /** Of the groups before. */
  readonly statistics: readonly GroupStatistics[];
  readonly changes: readonly number[];
}

/** One column a group. */
export function GroupColumns({ before, after, statistics, changes }: GroupColumnsProps) {
  const results = useMemo(() => groupStatistics(after), [after]);
  return (
    <div>
      <div class="fn-groups">
        {Array.from({ length: groups }, (_, g) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move
          <div class="fn-group-column" key={g} data-group={g + 1} data-change={changes[g]}>
            <p class="fn-panel-title">group {g + 1}</p>
            <GroupMaps name={`before-${g + 1}`} maps={before} group={g} when="before" />
            <GroupDetail statistics={statistics[g]!} />
            <p class="fn-group-arrow" aria-hidden="true">
              ↓
            </p>
            <GroupMaps name={`after-${g + 1}`} maps={after} group={g} when="after" />
            <GroupDetail statistics={results[g]!} />
          </div>
        ))}
      </div>
      <p class="fn-note">
        Above: what comes in. Below: what GroupNorm gives out. White is {drawnRange} and more, black
        −{drawnRange} and less.
      </p>
    </div>
  );
}

function GroupDetail({ statistics: { mean, deviation } }: { statistics: GroupStatistics }) {
  return (
    <p class="fn-panel-detail">
      mean {signed(mean, 2)}
      <br />
      dev. {deviation.toFixed(2)}
    </p>
  );
}

interface GroupMapsProps {
  readonly name: string;
  readonly maps: Maps;
  readonly group: number;
  readonly when: 'before' | 'after';
}

function GroupMaps({ name, maps, group, when }: GroupMapsProps) {
  const pictures = useMemo(
    () =>
      maps
        .slice(group * perGroup, (group + 1) * perGroup)
        .map((map) => map.map((value) => value / drawnRange)),
    [maps, group],
  );
  return (
    <PictureGridView
      name={name}
      pictures={pictures}
      size={digitSize}
      columns={perGroup}
      gap={1}
      label={`The ${perGroup} channels of group ${group + 1}, ${when} GroupNorm`}
    />
  );
}
