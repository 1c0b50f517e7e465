/** Makes wide display equations reachable by keyboard, since they scroll sideways on narrow screens. */
import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/** A rehype plugin: every `.katex-display` becomes a focusable, named region. */
export function rehypeScrollableMath() {
  return (tree: Root): void => {
    visit(tree, 'element', (node) => {
      const classes = node.properties?.['className'];
      if (!Array.isArray(classes) || !classes.includes('katex-display')) return;
      node.properties = { ...node.properties, tabIndex: 0, role: 'group', ariaLabel: 'Equation' };
    });
  };
}
