/** The order of classes: numbers by their size. */
export function byLabel(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
