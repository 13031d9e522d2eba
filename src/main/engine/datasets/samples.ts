import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SampleSet } from '../../../shared/contract/datasets';
import { failure } from '../../../shared/sentences/failure';

/** Each folder of `samplesDir` with a `sample.json` is a sample set. */
export class SampleShelf {
  constructor(readonly samplesDir: string) {}

  list(): SampleSet[] {
    return readdirSync(this.samplesDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) =>
        v.parse(SampleSet, JSON.parse(readFileSync(join(this.samplesDir, name, 'sample.json'), 'utf8'))),
      );
  }

  /** The folder to scan. @throws UnrollError ARGUMENT_INVALID */
  dirOf(name: string): string {
    if (!this.list().some((sample) => sample.name === name))
      throw failure('ARGUMENT_INVALID.sampleSet', { sample: name });
    return join(this.samplesDir, name);
  }
}
