import type { Dataset } from '../../../shared/domain/dataset';
import { m } from '../../i18n';
import { toasts } from '../../state/toasts.svelte';
import type { NewRecording } from '../../../shared/contract/datasets';
import { activities, datasets, engine } from '../../state/lab';

const rootOf = ({ id, grown }: Dataset): string => grown?.from ?? id;

/** Where recordings go: the newest data set that has grown out of the same one, or that one itself. */
export function growingDataset(of: Dataset): Dataset {
  const grown = datasets.list.filter((one) => one.grown && rootOf(one) === rootOf(of));
  return grown.sort((a, b) => b.createdMs - a.createdMs)[0] ?? of;
}

/** Adds a recording to what has grown out of a data set, with a way back. @throws UnrollError */
export async function teach(of: Dataset, recording: NewRecording): Promise<void> {
  const before = growingDataset(of);
  const { grown, understanding } = before;
  const recordings = (grown?.recordings ?? 0) + 1;
  const base = grown?.base ?? understanding.plan.name;
  const name = m.live_grown_name({ name: base, count: recordings });
  const { client } = engine;
  const { activity } = await client.datasets.addRecordings({
    dataset: before.id,
    name,
    recordings: [recording],
  });
  const made = await activities.result(activity);
  if (made === null) return;
  await datasets.refresh();
  const isReplaced = datasets.get(before.id) === undefined;
  toasts.undo(m.live_added({ label: recording.label, name }), async () => {
    await client.datasets.delete({ dataset: made });
    if (isReplaced) await client.datasets.restore({ dataset: before.id });
    await datasets.refresh();
  });
}
