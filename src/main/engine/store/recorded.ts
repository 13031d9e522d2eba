import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { NewRecording } from '../../../shared/contract/datasets';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { channelsNeeded, takenChannels } from '../../../shared/domain/sound-channels';
import { encodeWav } from '../../../shared/sound/encode-wav';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import type { Sources } from '../readers/sources';
import type { SourceFile } from '../readers/source-file';

/** What is shown of a recorded file begins so, and so is its group called. */
export const RECORDED = 'recorded';

/**
 * Writes a stretch of signal that was heard as a file of its own, `<dir>/<label>/<time>.wav` or `.csv`, and reads it as
 * an import would.
 *
 * @param dir of one data set's recordings
 * @throws UnrollError ARGUMENT_INVALID for samples that do not fit the plan's channels
 */
export async function writeRecording(
  recording: NewRecording,
  plan: ImportPlan,
  dir: string,
  sources: Sources,
): Promise<SourceFile> {
  requireSamples(recording, plan);
  const isSound = plan.modality === 'audio';
  const folder = safeName(recording.label);
  const name = `${timeOf(recording.recordedMs)}-${randomBytes(3).toString('hex')}.${isSound ? 'wav' : 'csv'}`;
  const path = join(dir, folder, name);
  await mkdir(join(dir, folder), { recursive: true });
  await writeAtomic(
    path,
    isSound
      ? wavOf(recording.samples, recording.rateHz!, plan.channels)
      : csvOf(recording.samples, plan.channels),
  );
  const { size, mtimeMs } = await stat(path);
  const file = { path, shown: `${RECORDED}/${folder}/${name}`, size, mtimeMs };
  return sources.describe(file, await sources.claim(file));
}

function requireSamples({ samples, rateHz }: NewRecording, { channels, modality }: ImportPlan): void {
  const width = channels.length;
  if (samples.length === 0 || samples.length % width !== 0)
    throw failure('ARGUMENT_INVALID.recordedNumbers', { samples: samples.length, channels: width });
  if (modality === 'audio' && (rateHz === null || !Number.isInteger(rateHz)))
    throw failure('ARGUMENT_INVALID.recordedRate', { rateHz: rateHz ?? '–' });
}

/** A file with each of a plan's channels in its place; those that nobody recorded are silent. */
function wavOf(samples: Float32Array, rateHz: number, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const taken = takenChannels(names) ?? [0];
  const channels = channelsNeeded(names);
  const placed = new Float32Array((samples.length / taken.length) * channels);
  samples.forEach((sample, k) => {
    placed[Math.floor(k / taken.length) * channels + taken[k % taken.length]!] = sample;
  });
  return encodeWav(placed, rateHz, channels);
}

/** Rows under the plan's own names; a missing value is written as a word, since an empty line would be passed over. */
function csvOf(samples: Float32Array, channels: readonly string[]): string {
  const rows = Array.from({ length: samples.length / channels.length }, (_, t) =>
    [...samples.subarray(t * channels.length, (t + 1) * channels.length)].map(String),
  );
  return `${Papa.unparse([[...channels], ...rows], { newline: '\n' })}\n`;
}

/** A folder's name on every system. */
export function safeName(label: string): string {
  const name = label
    .normalize('NFC')
    .replace(/[\u0000-\u001f/\\:*?"<>|]/g, '_')
    .replace(/^\.+|[. ]+$/g, '_');
  return name === '' ? '_' : name;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll(':', '-');
}
