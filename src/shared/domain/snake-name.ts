/** `lastValue` and `regress-steps` as keys of the catalogue have them: `last_value`, `regress_steps`. */
export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_');
}
