// What is recorded of files and answers: hashes of all in them but times, ids and paths.
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

export const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Wall times, ids made of them, and hashes of files that hold these; what the files hold is hashed here itself. */
const DROPPED = new Set([
  'exported',
  'trained',
  'seconds',
  'secondsPerEpoch',
  'createdMs',
  'finishedMs',
  'atMs',
  'modifiedMs',
  'timing',
  'hashes',
  'checksum',
  'sha256',
  'bytes',
  'versions',
  // The dataset's floors are measured beside the training and known at its end or not; `floors` is recorded apart.
  'floors',
]);

/** Dropped where they are ids; `run.json` and `models import` have a whole run under the name. */
const IDS = new Set(['run', 'runId', 'id']);

const RUN_ID = /\d{8}-\d{6}-[a-z]+-[0-9a-f]{6}/g;

/** What stands for a text that is another each time: the working folder, and the id that a data set has from where it lies. */
const standIns = new Map();

export function standIn(text, name) {
  standIns.set(text, `<${name}>`);
}

export function plainText(text) {
  const named = [...standIns].reduce((so, [from, to]) => so.replaceAll(from, to), text);
  return named
    .replace(RUN_ID, '<run>')
    .replace(/An epoch takes .* GRU units\./, '<seconds>')
    .replace(/tfevents\.\d+/, 'tfevents')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>');
}

/** Values without what differs from time to time. */
export function plain(value) {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(
    ([key, item]) => !DROPPED.has(key) && !(IDS.has(key) && typeof item === 'string'),
  );
  // How far a fit had come when it last said so, which it does at most so often.
  const settled = kept.map(([key, item]) => [plainText(key), key === 'progress' ? null : plain(item)]);
  return Object.fromEntries(settled);
}

export const plainHash = (value) => sha(JSON.stringify(plain(value)));

/** Of each field apart, so that a field that is new does not hide what else changed. */
export function fieldHashes(value, prefix = '') {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { [prefix]: plainHash(value).slice(0, 12) };
  const fields = Object.entries(plain(value));
  return Object.fromEntries(
    fields.map(([key, item]) => [
      prefix ? `${prefix}.${key}` : key,
      sha(JSON.stringify(item) ?? '').slice(0, 12),
    ]),
  );
}

export function readSafetensors(bytes) {
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes));
  const { __metadata__: metadata = {}, ...entries } = header;
  const at = 8 + headerBytes;
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => ({
      name,
      type: `${dtype}[${shape}]`,
      bytes: bytes.subarray(at + from, at + to),
    }),
  );
  return { metadata, tensors };
}

/** Tensors by name, in whatever order they lie, and the metadata without times and ids: apart, to tell one from the other. */
export function safetensorsHash(bytes, leftOut = []) {
  const { metadata, tensors } = readSafetensors(bytes);
  const hash = createHash('sha256');
  for (const { name, type, bytes: numbers } of tensors.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (leftOut.includes(name)) continue;
    hash.update(`${name} ${type}\n`).update(numbers);
  }
  return { tensors: hash.digest('hex'), metadata: factsOf(metadata) };
}

function factsOf(metadata) {
  const facts = Object.entries(metadata).map(([key, text]) => {
    try {
      return fieldHashes(JSON.parse(text), key);
    } catch {
      return { [key]: plainText(text) };
    }
  });
  return Object.assign({}, ...facts);
}

function readZip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const members = [];
  for (let index = 0; index < count; index++) {
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(from, from + packed);
    members.push([name, method === 0 ? raw : inflateRawSync(raw)]);
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members;
}

/** Each `Event` begins with its wall time, a double. */
function eventsHash(bytes) {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const event = bytes.subarray(at + 12, at + 12 + length);
    hash.update(event[0] === 0x09 ? event.subarray(9) : event);
    at += 16 + length;
  }
  return hash.digest('hex');
}

/** By name: of text what is plain in it, of tensors their bytes, of archives their members. */
export function fileHash(name, bytes) {
  if (name.endsWith('.json')) return plainHash(JSON.parse(bytes.toString('utf8')));
  if (name.endsWith('.safetensors')) return safetensorsHash(bytes);
  if (name.startsWith('events.out.tfevents')) return eventsHash(bytes);
  if (/\.(unroll|keras)$/.test(name)) {
    const members = readZip(bytes);
    // HDF5 stores when each object was written; the weights in it are recorded by importing the file again.
    return Object.fromEntries(
      members
        .filter(
          ([member]) => !member.endsWith('.h5') && !(name.endsWith('.keras') && member === 'metadata.json'),
        )
        .map(([member, content]) => [member, fileHash(member, content)]),
    );
  }
  if (/\.(html|csv|svg|h)$/.test(name)) return sha(plainText(bytes.toString('utf8')));
  return sha(bytes);
}
