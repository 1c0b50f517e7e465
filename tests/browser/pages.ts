/** The built pages: where they are, and what their HTML holds. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** The address of every built page, relative to the site: "", "lessons/forward-noising/", … */
export function builtPages(outDir = 'dist'): string[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'index.html')
    .map((entry) => relative(outDir, entry.parentPath).replaceAll('\\', '/'))
    .map((folder) => (folder === '' ? '' : `${folder}/`))
    .sort();
}

/** All elements of an HTML file. */
export function elementsOf(path: string): Element[] {
  const found: Element[] = [];
  const walk = (node: Node) => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
    if ('content' in node) walk(node.content as Node);
  };
  walk(parse(readFileSync(path, 'utf8'), { scriptingEnabled: false }));
  return found;
}

/** The text that a reader sees: no scripts, styles or TeX sources. */
export function proseOf(path: string): string {
  const hidden = new Set(['script', 'style', 'annotation', 'template']);
  const walk = (node: Node): string => {
    if ('tagName' in node && hidden.has(node.tagName)) return '';
    if ('value' in node) return node.value;
    return 'childNodes' in node ? node.childNodes.map(walk).join(' ') : '';
  };
  return walk(parse(readFileSync(path, 'utf8')));
}

/** An attribute's value, or undefined. */
export const attribute = (element: Element, name: string) =>
  element.attrs.find((entry) => entry.name === name)?.value;

const linkAttributes = ['href', 'src', 'srcset', 'component-url', 'renderer-url'];

/** Links of the built site that lead nowhere: missing files, missing anchors, or addresses outside the base path. */
export function brokenLinks(outDir: string, base: string): string[] {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (file: string) => {
    if (!anchors.has(file)) {
      const ids = elementsOf(file).flatMap((element) => attribute(element, 'id') ?? []);
      anchors.set(file, new Set(ids));
    }
    return anchors.get(file)!;
  };
  const broken: string[] = [];
  for (const page of builtPages(outDir)) {
    for (const element of elementsOf(join(outDir, page, 'index.html'))) {
      for (const name of linkAttributes) {
        const link = attribute(element, name);
        if (!link || /^(https?:|data:|mailto:)/.test(link)) continue;
        const fault = faultOf(link, page, outDir, base, anchorsOf);
        if (fault) broken.push(`/${page}: ${name}="${link}" ${fault}`);
      }
    }
  }
  return broken;
}

function faultOf(
  link: string,
  page: string,
  outDir: string,
  base: string,
  anchorsOf: (file: string) => Set<string>,
): string | null {
  const url = new URL(link, `http://site${base}${page}`);
  if (!url.pathname.startsWith(base)) return `leaves the base path ${base}`;
  const path = decodeURIComponent(url.pathname.slice(base.length));
  const target = join(outDir, path);
  const file =
    existsSync(target) && statSync(target).isDirectory() ? join(target, 'index.html') : target;
  if (!existsSync(file)) return 'is not there';
  const id = decodeURIComponent(url.hash.slice(1));
  if (id && dirname(file) && !anchorsOf(file).has(id)) return `has no element "${id}"`;
  return null;
}
