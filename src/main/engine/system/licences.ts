import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Licence } from '../../../shared/contract/system';
import { failure } from '../../../shared/sentences/failure';
import { labDir } from '../files/places';

const LicencesFile = v.object({ formatVersion: v.literal(1), packages: v.array(Licence) });

/** What the build has written (scripts/licences.mjs). @throws UnrollError FILE_MISSING */
export async function readLicences(): Promise<Licence[]> {
  const file = join(labDir(), 'out', 'licences.json');
  try {
    return v.parse(LicencesFile, JSON.parse(await readFile(file, 'utf8'))).packages;
  } catch (cause) {
    throw failure('FILE_MISSING.licences', { file }, { cause });
  }
}
