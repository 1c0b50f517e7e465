/** A symbol of the course in a figure's own text, in the colour of its role. */
import type { ComponentChildren } from 'preact';
import type { Role } from '../../lessons/notation.ts';

const sub = (letter: string, index: ComponentChildren) => (
  <>
    <i>{letter}</i>
    <sub>{index}</sub>
  </>
);

const symbols = {
  x0: { role: 'data', html: sub('x', 0) },
  xt: { role: 'plain', html: sub('x', <i>t</i>) },
  eps: { role: 'noise', html: <i>ε</i> },
  epsPred: { role: 'prediction', html: sub('ε', <i>θ</i>) },
  x0Pred: { role: 'prediction', html: sub('x̂', 0) },
  v: { role: 'prediction', html: <i>v</i> },
  score: { role: 'prediction', html: <>∇ log q</> },
  beta: { role: 'noise', html: sub('β', <i>t</i>) },
  alphaBar: { role: 'data', html: sub('ᾱ', <i>t</i>) },
  signal: { role: 'data', html: <>√{sub('ᾱ', <i>t</i>)}</> },
  noise: { role: 'noise', html: <>√(1 − {sub('ᾱ', <i>t</i>)})</> },
} satisfies Record<string, { role: Role; html: ComponentChildren }>;

/** Prints the symbol with that code name. */
export function Sym({ code }: { code: keyof typeof symbols }) {
  const { role, html } = symbols[code];
  return <span class={`role-${role}`}>{html}</span>;
}
