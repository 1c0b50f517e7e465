/** The code editor (CodeMirror 6), loaded when an exercise is first seen. */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyField,
  historyKeymap,
  indentWithTab,
} from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, forceLinting, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import {
  EditorState,
  type EditorStateConfig,
  type Extension,
  StateEffect,
  StateField,
} from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { transpile } from '../../lib/sandbox/transpile.ts';

/** A mark on a line, for an error that only a run shows. */
export interface LineMark {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** What `saved` gave in an earlier visit; its undo steps come back with it if its text is still the same. */
  readonly saved: string | null;
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onCheck: () => void;
}

/** An editor in the page. */
export interface Editor {
  text(): string;
  /** Replaces the text, as one step that can be undone. */
  replace(text: string): void;
  /** Marks a line, or nothing. */
  mark(mark: LineMark | null): void;
  /** The text with its undo steps. */
  saved(): string;
  focus(): void;
  destroy(): void;
}

/** Undo steps longer than this are not kept over a reload. */
const longestSaved = 200_000;

const setMark = StateEffect.define<LineMark | null>();

/** The mark of the last run; typing takes it away. */
const markField = StateField.define<LineMark | null>({
  create: () => null,
  update(mark, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMark)) return effect.value;
    return transaction.docChanged ? null : mark;
  },
});

function diagnostic(state: EditorState, { line, message }: LineMark): Diagnostic {
  const { from, to } = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  return { from, to, severity: 'error', message };
}

/** What cannot be read, and what the last run stumbled over. */
const problems = linter(
  ({ state }) => {
    const mark = state.field(markField);
    const { problem } = transpile(state.doc.toString());
    const marks = [...(problem ? [problem] : []), ...(mark ? [mark] : [])];
    return marks.map((entry) => diagnostic(state, entry));
  },
  {
    delay: 500,
    needsRefresh: ({ state, startState }) => state.field(markField) !== startState.field(markField),
  },
);

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--fn-condition)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--fn-prediction)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--fn-noise)' },
  { tag: [tags.comment, tags.typeName, tags.punctuation], color: 'var(--fn-soft)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    color: 'var(--fn-data)',
  },
]);

const look = EditorView.theme({
  '&': { color: 'var(--fn-ink)', backgroundColor: 'var(--fn-paper)', fontSize: '0.86rem' },
  '&.cm-focused': { outline: '3px solid var(--fn-data)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--fn-mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--fn-ink)', paddingBlock: '0.6rem' },
  '.cm-cursor': { borderLeftColor: 'var(--fn-ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { color: 'var(--fn-soft)', backgroundColor: 'var(--fn-paper)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--fn-soft) 9%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--fn-data) 30%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--fn-prediction) 30%, transparent)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--fn-noise)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--fn-raised)',
    color: 'var(--fn-ink)',
    border: '1px solid var(--fn-rule)',
    fontFamily: 'var(--fn-sans)',
  },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--fn-noise)' },
});

/** Everything but the text. */
function extensions({ label, onChange, onRun, onCheck }: EditorOptions): Extension[] {
  const command = (run: () => void) => () => {
    run();
    return true;
  };
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
    history(),
    drawSelection(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    javascript({ typescript: true }),
    syntaxHighlighting(highlight),
    markField,
    lintGutter(),
    problems,
    look,
    EditorView.contentAttributes.of({
      'aria-label': label,
      spellcheck: 'false',
      autocapitalize: 'off',
    }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
    // Escape and then Tab leaves the editor, as CodeMirror has it for who cannot use a mouse.
    keymap.of([
      { key: 'Mod-Enter', run: command(onCheck), preventDefault: true },
      { key: 'Shift-Enter', run: command(onRun), preventDefault: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ];
}

const withHistory = { history: historyField };

/** The state of an earlier visit, if it is whole and belongs to the text. */
function restored(options: EditorOptions, config: EditorStateConfig): EditorState {
  const fresh = () => EditorState.create({ ...config, doc: options.text });
  if (!options.saved) return fresh();
  try {
    const state = EditorState.fromJSON(JSON.parse(options.saved), config, withHistory);
    return state.doc.toString() === options.text ? state : fresh();
  } catch {
    return fresh();
  }
}

/** Puts an editor into the page. */
export function makeEditor(options: EditorOptions): Editor {
  const config = { extensions: extensions(options) };
  const view = new EditorView({ state: restored(options, config), parent: options.parent });
  return {
    text: () => view.state.doc.toString(),
    replace: (text) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        userEvent: 'input',
      }),
    mark(mark) {
      view.dispatch({ effects: setMark.of(mark) });
      forceLinting(view);
    },
    saved() {
      const json = JSON.stringify(view.state.toJSON(withHistory));
      return json.length <= longestSaved ? json : JSON.stringify(view.state.toJSON());
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
