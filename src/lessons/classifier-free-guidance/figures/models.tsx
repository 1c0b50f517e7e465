/** Which shipped model a figure of this lesson runs, and how sentences name its classes. */
import { Choices } from '../../../components/controls/Choices.tsx';
import { imageName } from '../../../components/data/useImageChoice.tsx';
import { imageDatasets } from '../../../lib/datasets/index.ts';

/** The shipped denoisers; each has the name of the data set that it learnt. */
export type ModelId = 'digits-8' | 'fashion-32';

/** Side of an image. */
export const sizeOf = (id: ModelId): number => imageDatasets[id].width;

/** How many classes both have; the next index stands for "not told". */
export const classes = 10;
export const nullClass = classes;

/** The classifier of clean images that measures a model. */
export const classifierOf = (id: ModelId): string => `${id}-classifier`;

/** How menus name a class. */
export const classLabel = (id: ModelId, cls: number): string => imageDatasets[id].classNames[cls]!;

/** How a sentence names an image of a class: "a handwritten 3", "an ankle boot". */
export const imageOf = (id: ModelId, cls: number): string => imageName(id, cls);

export interface ModelChoiceProps {
  readonly id: ModelId;
  readonly onChange: (id: ModelId) => void;
}

/** Digits or garments. */
export function ModelChoice({ id, onChange }: ModelChoiceProps) {
  return (
    <Choices
      legend="Model"
      value={id}
      options={[
        { value: 'digits-8', label: 'Digits' },
        { value: 'fashion-32', label: 'Garments' },
      ]}
      onChange={onChange}
    />
  );
}

export interface ClassSelectProps {
  readonly id: ModelId;
  readonly label: string;
  /** Handle for tests. */
  readonly name: string;
  readonly value: number | null;
  /** What stands for no class, where none may be chosen. */
  readonly none?: string;
  /** A class that may not be chosen. */
  readonly without?: number;
  readonly onChange: (cls: number | null) => void;
}

/** A menu of the model's classes. */
export function ClassSelect(props: ClassSelectProps) {
  const { id, label, name, value, none, without, onChange } = props;
  return (
    <label class="fn-toggle">
      <span>{label}</span>
      <select
        name={name}
        value={value ?? ''}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? null : Number(currentTarget.value))
        }
      >
        {none && <option value="">{none}</option>}
        {imageDatasets[id].classNames.map(
          (className, index) =>
            index !== without && (
              <option value={index} key={className}>
                {className}
              </option>
            ),
        )}
      </select>
    </label>
  );
}
