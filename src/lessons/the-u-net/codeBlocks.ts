/** Takes single definitions out of source files, so that the lesson shows the code that really runs. */

/** Lines without the indentation that all of them share. */
function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return lines
    .map((line) => line.slice(shared))
    .join('\n')
    .trimEnd();
}

function startOf(lines: readonly string[], header: string): number {
  const start = lines.findIndex((line) => line.trimStart().startsWith(header));
  if (start < 0) throw new Error(`The source has no line that starts with “${header}”.`);
  return start;
}

/**
 * A Python class or function with its body.
 *
 * @param header how its first line starts, without indentation, such as "class UNet"
 * @throws Error when there is no such line
 */
export function pythonBlock(source: string, header: string): string {
  const lines = source.split('\n');
  const start = startOf(lines, header);
  const indent = lines[start]!.search(/\S/);
  const inside = (line: string) => line.trim() === '' || line.search(/\S/) > indent;
  const length = lines.slice(start + 1).findIndex((line) => !inside(line));
  return dedent(lines.slice(start, length < 0 ? undefined : start + 1 + length));
}

/**
 * A method of a Python class.
 *
 * @throws Error when there is no such class or method
 */
export const pythonMethod = (source: string, inClass: string, method: string): string =>
  pythonBlock(pythonBlock(source, `class ${inClass}`), `def ${method}`);

/**
 * A TypeScript function at the top level of its file, without the comment above it.
 *
 * @param header how its first line starts, such as "export function unet"
 * @throws Error when there is no such line, or no end to it
 */
export function typescriptBlock(source: string, header: string): string {
  const lines = source.split('\n');
  const start = startOf(lines, header);
  const length = lines.slice(start).indexOf('}');
  if (length < 0) throw new Error(`“${header}” does not end.`);
  return dedent(lines.slice(start, start + length + 1));
}

/**
 * The first lines of a piece of code, up to and with the one that starts as given.
 *
 * @throws Error when there is no such line
 */
export function upTo(code: string, last: string): string {
  const lines = code.split('\n');
  return lines.slice(0, startOf(lines, last) + 1).join('\n');
}
