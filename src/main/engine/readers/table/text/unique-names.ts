/** Names as they are told apart from here on: made up where there is none, with a number where two are alike. */
export function uniqueNames(names: readonly string[]): string[] {
  const digits = String(Math.max(0, names.length - 1)).length;
  const used = new Set<string>();
  const next = new Map<string, number>();
  return names.map((given, k) => {
    const base = given.replace(/\s+/g, ' ').trim() || `column${String(k).padStart(digits, '0')}`;
    let name = base;
    while (used.has(name.toLowerCase())) {
      const number = next.get(base.toLowerCase()) ?? 1;
      next.set(base.toLowerCase(), number + 1);
      name = `${base}_${number}`;
    }
    used.add(name.toLowerCase());
    return name;
  });
}
