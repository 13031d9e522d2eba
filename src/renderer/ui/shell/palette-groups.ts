import { m } from '../../i18n';
import { app } from '../../state/app.svelte';
import type { Command } from '../../state/commands.svelte';
import { datasets, runs } from '../../state/lab';

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly shortcut?: string;
  readonly run: () => void | Promise<void>;
}

export interface PaletteGroup {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** As many runs as a person would page through; the rest is found in Compare. */
const SHOWN_RUNS = 200;

/** Everything that Ctrl/Cmd+K finds: commands that can be run now, data sets, runs. */
export function paletteGroups(commands: readonly Command[]): readonly PaletteGroup[] {
  const byGroup = new Map<string, PaletteEntry[]>();
  for (const command of commands) {
    if (command.id === 'palette.open' || !(command.enabled?.() ?? true)) continue;
    const entries = byGroup.get(command.group()) ?? [];
    byGroup.set(command.group(), entries);
    entries.push({
      id: command.id,
      label: command.label(),
      ...(command.shortcut !== undefined && { shortcut: command.shortcut }),
      run: command.run,
    });
  }
  const add = (title: string, entries: readonly PaletteEntry[]): void => {
    // A view may have commands under the same heading.
    if (entries.length > 0) byGroup.set(title, [...(byGroup.get(title) ?? []), ...entries]);
  };
  add(m.shell_palette_datasets(), datasets.list.map(datasetEntry));
  add(m.shell_palette_runs(), runs.list.slice(0, SHOWN_RUNS).map(runEntry));
  return [...byGroup].map(([title, entries]) => ({ title, entries }));
}

function datasetEntry(dataset: (typeof datasets.list)[number]): PaletteEntry {
  return {
    id: `dataset.${dataset.id}`,
    label: dataset.understanding.plan.name,
    run: () => app.go('data', { dataset: dataset.id, example: null }),
  };
}

function runEntry(run: (typeof runs.list)[number]): PaletteEntry {
  return {
    id: `run.${run.id}`,
    label: run.name,
    note: run.datasetName,
    run: () => app.goTrain(run.datasetId, run.id),
  };
}

/** Keeps the entries in which every word of `query` occurs, those whose label begins with it first. */
export function filterGroups(groups: readonly PaletteGroup[], query: string): readonly PaletteGroup[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  const begins = (entry: PaletteEntry): number =>
    entry.label.toLocaleLowerCase().startsWith(words[0]!) ? 0 : 1;
  return groups
    .map(({ title, entries }) => ({
      title,
      entries: entries
        .filter((entry) => {
          const text = `${entry.label} ${entry.note ?? ''} ${title}`.toLocaleLowerCase();
          return words.every((word) => text.includes(word));
        })
        .sort((a, b) => begins(a) - begins(b)),
    }))
    .filter((group) => group.entries.length > 0);
}
