import { m } from '../../i18n';
import { app } from '../../state/app.svelte';
import type { Command } from '../../state/commands.svelte';
import { matchDistance } from './match';
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

/** What only the note or the heading says comes behind what the label says. */
const BEHIND_LABELS = 4;

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

/** Keeps the entries that answer `query`, the nearest of each group first. */
export function filterGroups(groups: readonly PaletteGroup[], query: string): readonly PaletteGroup[] {
  if (query.trim() === '') return groups;
  return groups
    .map(({ title, entries }) => {
      const near = entries.flatMap((entry) => {
        const label = matchDistance(query, entry.label);
        const far = label ?? matchDistance(query, `${entry.label} ${entry.note ?? ''} ${title}`);
        return far === null ? [] : [{ entry, distance: label ?? far + BEHIND_LABELS }];
      });
      near.sort((a, b) => a.distance - b.distance);
      return { title, entries: near.map(({ entry }) => entry), nearest: near[0]?.distance ?? Infinity };
    })
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => a.nearest - b.nearest);
}
