import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModelFolder } from '../../../src/main/engine/exports/model-folder';
import { readOrdinary } from '../../../src/main/engine/files/ordinary';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { readBundleFile } from '../../../src/main/engine/formats/bundle/bundle-file';
import { readForeignModel } from '../../../src/main/engine/imports/read-model';

/** Protects: whatever is named as a model, a pipe does not hold the lab and an endless device does not fill it. */

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-ordinary-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const at = (name: string): string => join(dir, name);

describe.skipIf(process.platform === 'win32')('what is no ordinary file', () => {
  it('is not opened: pipes, devices, sockets and folders, by themselves or by a link', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    for (const [name, target] of [
      ['endless', '/dev/zero'],
      ['piped', at('pipe')],
      ['folder', tmpdir()],
    ] as const)
      symlinkSync(target, at(name));
    for (const name of ['pipe', 'socket', 'endless', 'piped', 'folder'])
      await expect(readOrdinary(at(name))).rejects.toMatchObject({ code: 'ENOTFILE' });
    server.close();
    writeFileSync(at('file'), 'abc');
    expect((await readOrdinary(at('file'))).toString()).toBe('abc');
    await expect(readOrdinary(at('file'), 2)).rejects.toMatchObject({ code: 'EFBIG' });
  });

  it.each(['.unroll', '.keras', '.h5', '.onnx', '.json'])('is refused as a %s model', async (ending) => {
    const read = ending === '.unroll' ? readBundleFile : readForeignModel;
    symlinkSync('/dev/zero', at(`endless${ending}`));
    execFileSync('mkfifo', [at(`pipe${ending}`)]);
    for (const name of ['endless', 'pipe'])
      await expect(read(at(`${name}${ending}`))).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });

  it('is refused within the folder of a model', async () => {
    execFileSync('mkfifo', [at('model-card.json')]);
    execFileSync('mkfifo', [at('weights.safetensors')]);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    await expect(readSafetensors(at('weights.safetensors'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
