/** Lets a browser save bytes as a file. */
export function downloadBytes(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser may still be reading when `click` returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
