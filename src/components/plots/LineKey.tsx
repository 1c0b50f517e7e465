/** One entry of a legend: a short piece of a line as the chart has it, and its name. */
import type { ComponentChildren } from 'preact';

export interface LineKeyProps {
  readonly colour: string;
  readonly dash?: string;
  readonly width?: number;
  readonly opacity?: number;
  readonly children: ComponentChildren;
}

/** A list item. */
export function LineKey({ colour, dash = '', width = 2.5, opacity = 1, children }: LineKeyProps) {
  return (
    <li>
      <svg width="30" height="8" aria-hidden="true" style={{ color: colour }}>
        <path
          d="M0 4H30"
          stroke="currentColor"
          stroke-width={width}
          stroke-dasharray={dash}
          stroke-opacity={opacity}
        />
      </svg>
      <span>{children}</span>
    </li>
  );
}
