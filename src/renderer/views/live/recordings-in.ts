import type { Choice } from './live-sources.svelte';
import type { Engine } from '../../state/engine.svelte';

/** The recordings in files that were dropped or picked, ready to be played to a run. @throws UnrollError FILE_*, COLUMN_UNKNOWN */
export async function recordingsIn(
  { client }: Engine,
  run: string,
  { paths }: { readonly paths: readonly string[] },
): Promise<readonly Choice[]> {
  const choices: Choice[] = [];
  for (const path of paths)
    for (const recording of await client.predict.recordings({ model: run, path }))
      choices.push({
        key: `file ${path} ${recording.name}`,
        name: recording.name,
        load: () => Promise.resolve(recording),
      });
  return choices;
}
