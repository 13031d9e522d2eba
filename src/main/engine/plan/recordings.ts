import { setImmediate } from 'node:timers/promises';
import { answersAhead } from '../../../shared/domain/task';
import type { PlanEdits, Remark } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';
import type { ColumnFacts } from '../readers/content';
import type { Sources } from '../readers/sources';
import type { Material } from '../scan/material';
import type { Grouping } from '../scan/together/grouping';
import type { JoinedMaterial, JoinOptions } from '../scan/together/join';
import { joinRecordings } from '../scan/together/join';
import type { FieldChoices } from './choices';
import { chooseFields } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import { commonColumns } from './columns';
import { stepValueColumns } from './step-values';

interface ReadTogether {
  readonly material: Material;
  readonly fields: FieldChoices;
  readonly allColumns: readonly ColumnFacts[];
  /** Null where each file is a recording. */
  readonly grouping: Grouping | null;
  readonly remarks: readonly Remark[];
}

/**
 * Which files are one recording, and what then is learnt of them. Parts are drawn between their samples, which a forecast may
 * not: what is learnt decides how they are put together.
 *
 * @throws UnrollError as {@link joinRecordings} and {@link chooseFields}
 */
export async function readTogether(
  files: Material,
  edits: PlanEdits,
  evidence: Evidence,
  sources: Sources,
): Promise<ReadTogether> {
  const options = { by: edits.recordings, rateHz: edits.rateHz };
  const joined = await joinedOnce(files, sources, { ...options, method: 'even' });
  // Names of thousands of files are looked at again and again: others have their turn in between.
  await setImmediate();
  const allColumns = commonColumns(joined.material);
  const stepValues = await stepValueColumns(joined.material, allColumns, edits, sources);
  const fields = chooseFields(joined.material, allColumns, edits, evidence, stepValues);
  await setImmediate();
  const isAhead = joined.grouping !== null && answersAhead(fields.task);
  const { material, grouping, remarks } = isAhead
    ? await joinedOnce(files, sources, { ...options, method: 'past' })
    : joined;
  if (grouping !== null)
    evidence.recordings = edits.recordings === undefined ? recordingsEvidence(material, grouping) : byHand;
  return { material, fields, allColumns: isAhead ? commonColumns(material) : allColumns, grouping, remarks };
}

/** By the files that were read: a plan is looked at again and again, and they are put together once. */
const known = new WeakMap<Material, Map<string, Promise<JoinedMaterial>>>();

function joinedOnce(files: Material, sources: Sources, options: JoinOptions): Promise<JoinedMaterial> {
  const own = known.get(files) ?? new Map<string, Promise<JoinedMaterial>>();
  known.set(files, own);
  const key = JSON.stringify(options);
  const before = own.get(key);
  if (before !== undefined) return before;
  const joining = joinRecordings(files, sources, options);
  own.set(key, joining);
  joining.catch(() => own.delete(key));
  return joining;
}

const MOST_PARTS = 8;

function recordingsEvidence({ files }: Material, { by }: Grouping): Remark {
  const [first] = files;
  const parts = first?.joining?.parts.map(({ name }) => name) ?? [];
  const shown = parts.slice(0, MOST_PARTS).join(', ');
  return remark(by === 'folder' ? 'recordings.folder' : 'recordings.name', {
    parts: parts.length > MOST_PARTS ? `${shown} …` : shown,
    rateHz: Number((first?.joining?.rateHz ?? 0).toPrecision(4)),
  });
}
