/** Chooses a class of a data set, and another image of that class. */
import { type ImageDatasetId, imageDatasets } from '../../lib/datasets/index.ts';

/** Which image: the nth of a class, counted from 0. */
export interface ClassChoice {
  readonly label: number;
  readonly nth: number;
}

export interface ClassControlsProps {
  readonly dataset: ImageDatasetId;
  readonly choice: ClassChoice;
  readonly change: (part: Partial<ClassChoice>) => void;
}

/** A menu of the classes and a button for the next image. */
export function ClassControls({ dataset, choice, change }: ClassControlsProps) {
  return (
    <>
      <label class="fn-toggle">
        <span>Class</span>
        <select
          name="class"
          value={choice.label}
          onChange={(event) => change({ label: Number(event.currentTarget.value), nth: 0 })}
        >
          {imageDatasets[dataset].classNames.map((name, index) => (
            <option value={index} key={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="fn-button" onClick={() => change({ nth: choice.nth + 1 })}>
        Another one
      </button>
    </>
  );
}
