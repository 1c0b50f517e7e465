/** The frame of every figure: title, badge, reset, text equivalent, still picture, and a net for errors. */
import { Component, type ComponentChildren } from 'preact';
import { Announcer } from './Announcer.tsx';
import { baseUrl } from './site.ts';

export interface FigureProps {
  /** Stable name: the element's id, the still picture's file name and the tests' handle. */
  readonly id: string;
  readonly title: string;
  /** What computes the picture: "exact formula", or the model and its size and backend. */
  readonly badge: string;
  /** What the picture shows now, in words; shown below it and announced when it settles. */
  readonly reading: string;
  readonly onReset?: () => void;
  readonly children: ComponentChildren;
}

/** Frames a figure. The still picture stands in where JavaScript is off. */
export function Figure({ id, title, badge, reading, onReset, children }: FigureProps) {
  return (
    <figure class="fn-figure" id={id} data-figure={id} aria-labelledby={`${id}-title`}>
      <div class="fn-figure-head">
        <p class="fn-figure-title" id={`${id}-title`}>
          {title}
        </p>
        <span class="fn-badge" title="What computes this figure">
          {badge}
        </span>
        {onReset && (
          <button
            type="button"
            class="fn-button fn-button-quiet fn-figure-reset"
            onClick={onReset}
            aria-label={`Reset: ${title}`}
          >
            Reset
          </button>
        )}
      </div>
      <StillPicture id={id} title={title} />
      <div class="fn-figure-live">
        <FigureBoundary>{children}</FigureBoundary>
        <p class="fn-reading" data-reading>
          {reading}
        </p>
        <Announcer text={reading} />
      </div>
    </figure>
  );
}

/**
 * Kept as markup, so that hydration never compares what a scripting browser parsed as text.
 * One picture, in dark: without a script the shell has no other theme.
 */
function StillPicture({ id, title }: { id: string; title: string }) {
  const alt = `Still picture of the figure: ${title}. Turn on JavaScript to move it.`;
  const markup = `<img src="${baseUrl}stills/${id}.png" alt="${alt}" loading="lazy">`;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: built here from the figure's own id and title
  return <noscript class="fn-figure-still" dangerouslySetInnerHTML={{ __html: markup }} />;
}

interface BoundaryState {
  failure: string | null;
}

/** Turns an exception while drawing into a sentence and a button. */
export class FigureBoundary extends Component<{ children: ComponentChildren }, BoundaryState> {
  override state: BoundaryState = { failure: null };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failure: error instanceof Error ? error.message : String(error) });
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <div class="fn-problem" role="alert">
        <span>This figure stopped: {this.state.failure}</span>
        <button type="button" class="fn-button" onClick={() => this.setState({ failure: null })}>
          Start it again
        </button>
      </div>
    );
  }
}
