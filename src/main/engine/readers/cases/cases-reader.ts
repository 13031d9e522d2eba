import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import type { CasesContent } from '../content';
import { cutBlocks } from '../blocks';
import type { Block, FileRef, Reader } from '../reader';
import { archiveNameOf } from './archive-name';
import type { Case, CasesFile, CasesParser } from './cases';
import { parseFile } from './cases';

interface OwnCases extends Pick<Reader, 'format' | 'endings' | 'claim'> {
  /** The file itself says what its channels and classes are. */
  readonly isAnnotated: boolean;
}

/** A reader of text that holds many labelled sequences, a line each. */
export function casesReader({
  parser,
  ...own
}: OwnCases & { parser(file: FileRef): CasesParser }): Reader<CasesContent> {
  return loadedCasesReader({ ...own, load: (file) => parseFile(file.path, parser(file)) });
}

/** A reader of files that hold many labelled sequences and are loaded whole. */
export function loadedCasesReader({
  load,
  isAnnotated,
  ...own
}: OwnCases & { load(file: FileRef): Promise<CasesFile> }): Reader<CasesContent> {
  return {
    ...own,
    kind: 'cases',
    async describe(file, { keep } = {}) {
      const read = await load(file);
      const names = channelNames(read.channels);
      for (const [sequence, one] of read.cases.entries()) await keep?.(blockOf(one, names), sequence);
      return contentOf(read, own.format, isAnnotated, file.path);
    },
    async *read(file, _content, { start, end, sequence = 0 }, columns) {
      const { cases, channels } = await load(file);
      const one = cases[sequence];
      if (one === undefined)
        throw failure('EXAMPLE_UNKNOWN.sequence', { file: file.shown, sequence: sequence + 1 });
      const whole = blockOf(one, channelNames(channels));
      yield* cutBlocks(whole, start, end, columns, file.shown);
    },
  };
}

/** Names of the channels of formats that do not name them. */
function channelNames(channels: number): string[] {
  return channels === 1 ? ['value'] : Array.from({ length: channels }, (_, k) => `channel ${k + 1}`);
}

function blockOf({ data, length }: Case, names: readonly string[]): Block {
  return {
    start: 0,
    rows: length,
    columns: names.map((name, c) => ({
      name,
      type: 'number',
      values: Float64Array.from({ length }, (_, t) => data[t * names.length + c]!),
    })),
  };
}

function contentOf(file: CasesFile, format: string, isAnnotated: boolean, path: string): CasesContent {
  const name = archiveNameOf(basename(path));
  const constantChannels = Array.from({ length: file.channels }, (_, channel) => channel).filter(
    (channel) => {
      const first = file.cases.find(({ length }) => length > 0)?.data[channel];
      return file.cases.every(({ data, length }) => {
        for (let t = 0; t < length; t++) if (data[t * file.channels + channel] !== first) return false;
        return true;
      });
    },
  );
  return {
    kind: 'cases',
    format,
    isAnnotated,
    problem:
      (file.part === undefined ? name?.problem : undefined) ?? file.problem ?? basename(path, extname(path)),
    part: file.part ?? name?.part ?? null,
    channels: file.channels,
    lengths: file.cases.map(({ length }) => length),
    labels: file.cases.map(({ label }) => label),
    ...(file.cases.some(({ group }) => typeof group === 'string') && {
      groups: file.cases.map(({ group }) => group ?? null),
    }),
    hasValues: file.hasValues === true,
    hashes: file.cases.map(({ data }) => createHash('sha1').update(data).digest('hex')),
    missing: file.missing,
    constantChannels,
  };
}
