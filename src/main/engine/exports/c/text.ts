export function commentOf(text: string): string {
  return asciiOf(text).replaceAll('*/', '* /').replaceAll('/*', '/ *');
}

/** Anything but printable ASCII as its code, so that every compiler reads the file. */
export function asciiOf(text: string): string {
  return text.replace(/[^\x20-\x7e]|[?\\]/g, (letter) => `u${letter.codePointAt(0)!.toString(16)}`);
}
