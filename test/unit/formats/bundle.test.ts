import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle, readBundleFile } from '../../../src/main/engine/formats/bundle/bundle-file';
import { CERTIFICATE_FILE } from '../../../src/main/engine/exports/writers';
import { ExportService } from '../../../src/main/engine/exports/service';
import { encodeSafetensors } from '../../../src/main/engine/files/safetensors';
import { UnrollError } from '../../../src/shared/domain/error';
import type { Lab } from '../exports/fixture';
import { makeLab } from '../exports/fixture';

type Members = Record<string, Uint8Array>;

let lab: Lab;
let bundle: Uint8Array;
let members: Members;
beforeAll(async () => {
  lab = await makeLab({ cell: 'gru', bidirectional: true });
  const file = join(lab.workDir, 'gru.unroll');
  await new ExportService(lab.options).create('run-1', 'unroll', file);
  bundle = await readFile(file);
  members = unzipSync(bundle);
});
afterAll(() => rm(lab.workDir, { recursive: true }));

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const json = (name: string): Record<string, unknown> =>
  JSON.parse(text(members[name]!)) as Record<string, unknown>;

/** The bundle with other members, under a manifest that tells of them as they are. */
function sealed(changed: Members, manifest: object = {}): Uint8Array {
  const all: Members = { ...members, ...changed };
  delete all['bundle.json'];
  const listed = Object.entries(all).map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const own = { ...json('bundle.json'), members: listed, ...manifest };
  return zipSync({ 'bundle.json': Buffer.from(JSON.stringify(own)), ...all }, { level: 0 });
}

/** The bundle with one value of a JSON file changed. */
function changed(name: string, place: string, value: unknown): Uint8Array {
  const whole = json(name);
  const keys = place.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, whole);
  parent[last] = value;
  return sealed({ [name]: Buffer.from(JSON.stringify(whole)) });
}

function refusal(bytes: Uint8Array): UnrollError {
  try {
    readBundle(bytes, 'x.unroll');
  } catch (thrown) {
    if (thrown instanceof UnrollError) return thrown;
    throw thrown;
  }
  throw new Error('it was opened');
}

describe('a bundle', () => {
  it('holds all that the run has, and what any reader of safetensors reads', () => {
    expect(Object.keys(members)).toEqual([
      'bundle.json',
      'model-card.json',
      'model.safetensors',
      'config.json',
      CERTIFICATE_FILE,
    ]);
    const { card, model } = readBundle(bundle, 'x.unroll');
    expect(model).toEqual({ kind: 'network', model: lab.model });
    expect(card.input.plan).toEqual(lab.options.datasets.get('').understanding.plan);
    expect(card.parity).toMatchObject({ examples: 2, largestDifference: 0 });
    expect(text(bundle)).not.toContain('/somewhere/private');
  });

  it('is the same bytes whenever and wherever it is written', async () => {
    const again = join(lab.workDir, 'again.unroll');
    await new ExportService(lab.options).create('run-1', 'unroll', again);
    expect(Buffer.compare(await readFile(again), bundle)).toBe(0);
  });

  it('is never written over a file that is there', async () => {
    const file = join(lab.workDir, 'gru.unroll');
    const service = new ExportService(lab.options);
    await expect(service.create('run-1', 'unroll', file)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  });

  it('lies in a folder with its card and certificate where a folder is wanted', async () => {
    const outDir = join(lab.workDir, 'folder');
    const { files, card } = await new ExportService(lab.options).create('run-1', 'unroll', outDir);
    expect(files).toEqual(
      ['model.unroll', 'parity.json', 'model-card.json'].map((name) => join(outDir, name)),
    );
    const { hashes } = JSON.parse(await readFile(card, 'utf8')) as { hashes: Record<string, string> };
    expect(hashes['model.unroll']).toBe((await readBundleFile(files[0]!)).hash);
  });
});

describe('a hostile or damaged bundle is refused in one sentence', () => {
  const big = 80 * 2 ** 20;

  it.each([
    ['cut off', () => bundle.subarray(0, bundle.length - 100)],
    ['no zip file', () => Buffer.from('not a zip file at all, only words that go on for a while')],
    ['empty', () => new Uint8Array(0)],
    ['a member was changed', () => zipSync({ ...members, 'config.json': Buffer.from('{}') })],
    ['a member is missing', () => zipSync(Object.fromEntries(Object.entries(members).slice(0, 2)))],
    ['it holds what its manifest does not name', () => zipSync({ ...members, 'run.sh': Buffer.from('id') })],
    ['no manifest', () => zipSync({ 'model.safetensors': members['model.safetensors']! })],
    ['a path out of the folder', () => zipSync({ ...members, '../../.bashrc': Buffer.from('id') })],
    ['an absolute path', () => zipSync({ ...members, '/etc/passwd': Buffer.from('x') })],
    ['a path with folders', () => zipSync({ ...members, 'a/b': Buffer.from('x') })],
    ['a Windows path', () => zipSync({ ...members, 'a\\b': Buffer.from('x') })],
    [
      'many members',
      () => zipSync(Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`f${k}`, Buffer.from('x')]))),
    ],
    ['a bomb', () => zipSync({ ...members, 'config.json': new Uint8Array(big) }, { level: 9 })],
    ['a newer version', () => sealed({}, { formatVersion: 2 })],
    ['another kind', () => sealed({}, { kind: 'pickle' })],
    ['no card', () => sealed({ 'model-card.json': Buffer.from('[]') })],
    ['weights that are none', () => sealed({ 'model.safetensors': Buffer.from('cposix\nsystem\n') })],
    [
      'weights without a description',
      () => sealed({ 'model.safetensors': Buffer.concat(encodeSafetensors([])) }),
    ],
    ['other classes in the card', () => changed('model-card.json', 'outputs', ['a', 'b', 'c', 'd'])],
    ['other units in the card', () => changed('model-card.json', 'network.spec.units', 9)],
    ['absurd units in the card', () => changed('model-card.json', 'network.spec.units', 1e12)],
    ['another task in the card', () => changed('model-card.json', 'task', 'label')],
    ['features that it does not know', () => changed('model-card.json', 'input.plan.features.kind', 'eval')],
  ])('%s', (_, make) => {
    const { code, message } = refusal(make());
    expect(code).toBe('MODEL_UNREADABLE');
    expect(message).toMatch(/^x\.unroll is not a model that the lab can use: [^\n]+\.$/);
  });

  it('tells of a newer version that the lab should be updated', () => {
    expect(refusal(sealed({}, { formatVersion: 7 })).message).toContain('update the lab');
  });

  it('inflates nothing of what says that it is too large', () => {
    const bytes = zipSync({ 'bundle.json': new Uint8Array(big) }, { level: 9 });
    // The list says little, and the stream goes on: it is cut where the list says.
    const list = bytes.length - 22 - 46 - 'bundle.json'.length;
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(list + 24, 1000, true);
    expect(refusal(bytes).code).toBe('MODEL_UNREADABLE');
  });

  it('cannot be opened where it is not', async () => {
    await expect(readBundleFile(join(lab.workDir, 'gone.unroll'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    await writeFile(join(lab.workDir, 'bad.unroll'), 'x');
    await expect(readBundleFile(join(lab.workDir, 'bad.unroll'))).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
    });
  });

  it('whatever bytes are changed: the same model comes out, or a refusal', () => {
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(400), (changes, cut) => {
        const bytes = bundle.slice(0, cut < 40 ? bundle.length - cut : bundle.length);
        for (const { at, value } of changes) bytes[at % bytes.length] = value;
        try {
          expect(readBundle(bytes, 'x.unroll').model).toEqual({ kind: 'network', model: lab.model });
        } catch (thrown) {
          if (!(thrown instanceof UnrollError)) throw thrown;
          expect(thrown.code).toBe('MODEL_UNREADABLE');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('whatever JSON a sealed member holds: a refusal, or a card that says the same', () => {
    const keys = fc.constantFrom(
      'outputs',
      'task',
      'input',
      'network',
      'forecast',
      'values',
      'metrics',
      'data',
    );
    fc.assert(
      fc.property(keys, fc.jsonValue(), (key, value) => {
        try {
          readBundle(changed('model-card.json', key, value), 'x.unroll');
        } catch (thrown) {
          if (!(thrown instanceof UnrollError)) throw thrown;
          expect(thrown.code).toBe('MODEL_UNREADABLE');
        }
      }),
      { numRuns: 200 },
    );
  });
});
