/** Hands the reader a file that was made in the page. */

/** Offers bytes or text as a download. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after this turn; by then the click has been taken.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
