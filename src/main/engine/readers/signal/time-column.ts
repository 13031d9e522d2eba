/** Of a recording's start, which a format's rate becomes. */
export const SECONDS = { name: 'time (s)', type: 'number' } as const;

/** Names of signals as columns: none empty, none twice, none taken for the time. */
export function signalNames(labels: readonly string[]): string[] {
  const used = new Set(['time (s)']);
  return labels.map((label, k) => {
    const base = label.trim() === '' ? `signal ${k + 1}` : label.trim();
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base} ${n}`;
    used.add(name);
    return name;
  });
}
