import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { RecordingInput } from '../../shared/contract/recordings';
import type { Modality } from '../../shared/domain/dataset';
import { bodyOf } from './body';
import { JsonRecording } from './schemas';
import { refusal } from './service-error';

const MOST_JSON_BYTES = 8 * 2 ** 20;
const MOST_FILE_BYTES = 64 * 2 ** 20;

/** What sentences about the file begin with. */
const NAME = 'The recording';

/** Tables are told apart by the ending of their name. */
const tableEndings: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/vnd.apache.parquet': 'parquet',
};

/** What a request may say of its body; null of what nobody has said anything of. */
function mediaTypeOf({ headers }: IncomingMessage): string | null {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  // What curl and forms say of anything.
  return type === '' || type === 'application/x-www-form-urlencoded' || type === 'application/octet-stream'
    ? null
    : type;
}

/** @throws ServiceError BODY_UNSUPPORTED */
function fileNameFor(modality: Modality, type: string | null): string {
  if (modality === 'audio') {
    if (type === null || type.startsWith('audio/') || type === 'application/ogg' || type === 'video/ogg')
      return NAME;
    throw refusal('BODY_UNSUPPORTED', `Send a sound file as it is, or JSON; "${type}" is neither.`);
  }
  const ending = tableEndings[type ?? 'text/csv'];
  if (ending !== undefined) return `${NAME}.${ending}`;
  throw refusal(
    'BODY_UNSUPPORTED',
    `Send a table as ${Object.keys(tableEndings).join(', ')}, or JSON; "${type}" is none of them.`,
  );
}

/**
 * The recording that a request holds.
 *
 * @param makeDir makes an empty folder for a file
 * @throws ServiceError BODY_TOO_LARGE, BODY_UNSUPPORTED, REQUEST_INVALID
 */
export async function recordingOf(
  request: IncomingMessage,
  modality: Modality,
  makeDir: () => Promise<string>,
): Promise<RecordingInput> {
  const type = mediaTypeOf(request);
  if (type === 'application/json') return jsonRecording(await jsonOf(request));
  const name = fileNameFor(modality, type);
  const path = join(await makeDir(), name);
  await pipeline(bodyOf(request, MOST_FILE_BYTES), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { kind: 'file', path };
}

async function jsonOf(request: IncomingMessage): Promise<JsonRecording> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(request, MOST_JSON_BYTES)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refusal('REQUEST_INVALID', 'The body is not JSON.');
  }
  const checked = v.safeParse(JsonRecording, parsed, { abortEarly: true });
  if (checked.success) return checked.output;
  throw refusal(
    'REQUEST_INVALID',
    'The body must be {"samples": [numbers], "rateHz": number} or {"rows": [[numbers], …]}.',
  );
}

function jsonRecording(body: JsonRecording): RecordingInput {
  const rateHz = body.rateHz ?? null;
  if ('samples' in body)
    return { kind: 'samples', samples: Float32Array.from(body.samples), channels: 1, rateHz };
  const channels = body.rows[0]!.length;
  if (body.rows.some((row) => row.length !== channels))
    throw refusal('REQUEST_INVALID', `Every row must have as many numbers as the first, ${channels}.`);
  const samples = new Float32Array(body.rows.length * channels);
  body.rows.forEach((row, t) =>
    row.forEach((value, c) => {
      samples[t * channels + c] = value ?? NaN;
    }),
  );
  return { kind: 'samples', samples, channels, rateHz };
}
