import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import type { CasesContent } from '../content';
import { cutBlocks } from '../blocks';
import { asFileError, Opened } from '../opened';
import type { Block, FileRef, Reader } from '../reader';
import { archiveNameOf } from './archive-name';
import type { Case, Cases, CasesFacts, CasesParser } from './cases';
import { parseFile } from './cases';

interface OwnCases extends Pick<Reader, 'format' | 'endings' | 'claim'> {
  /** The file itself says what its channels and classes are. */
  readonly isAnnotated: boolean;
}

/** A reader of text that holds many labelled sequences, a line each. */
export function parsedCasesReader({
  parser,
  ...own
}: OwnCases & { parser(file: FileRef): CasesParser }): Reader<CasesContent> {
  return casesReader({ ...own, read: (file) => parseFile(file.path, parser(file)) });
}

/** A reader of files that hold many labelled sequences, of which one after the other is in memory. */
export function casesReader({
  read,
  isAnnotated,
  ...own
}: OwnCases & { read(file: FileRef, opened: Opened): Cases }): Reader<CasesContent> {
  return {
    ...own,
    kind: 'cases',
    async describe(file, { keep, spill = null, signal } = {}) {
      const seen = new CasesSeen();
      const opened = new Opened(spill);
      try {
        const cases = read(file, opened);
        let next = await cases.next();
        for (; next.done !== true; next = await cases.next()) {
          signal?.throwIfAborted();
          await keep?.(blockOf(next.value), seen.count);
          seen.add(next.value);
        }
        return seen.content(next.value, own.format, isAnnotated, file.path);
      } catch (cause) {
        throw asFileError(cause, file.shown);
      } finally {
        await opened.close();
      }
    },
    async *read(file, _content, { start, end, sequence = 0 }, columns) {
      const opened = new Opened(null);
      try {
        let k = 0;
        for await (const one of read(file, opened))
          if (k++ === sequence) {
            yield* cutBlocks(blockOf(one), start, end, columns, file.shown);
            return;
          }
      } catch (cause) {
        throw asFileError(cause, file.shown);
      } finally {
        await opened.close();
      }
      throw failure('EXAMPLE_UNKNOWN.sequence', { file: file.shown, sequence: sequence + 1 });
    },
  };
}

/** Names of the channels of formats that do not name them. */
function channelNames(channels: number): string[] {
  return channels === 1 ? ['value'] : Array.from({ length: channels }, (_, k) => `channel ${k + 1}`);
}

function blockOf({ data, length, channels }: Case): Block {
  return {
    start: 0,
    rows: length,
    columns: channelNames(channels).map((name, c) => ({
      name,
      type: 'number',
      values: Float64Array.from({ length }, (_, t) => data[t * channels + c]!),
    })),
  };
}

/** What is kept of the sequences of a file besides their values. */
class CasesSeen {
  readonly #lengths: number[] = [];
  readonly #labels: (string | null)[] = [];
  readonly #groups: (string | null)[] = [];
  readonly #hashes: string[] = [];
  /** [channels] the first value of each, as long as no other one came. */
  #constants: (number | null)[] | null = null;

  get count(): number {
    return this.#lengths.length;
  }

  add({ data, length, channels, label, group }: Case): void {
    this.#lengths.push(length);
    this.#labels.push(label);
    this.#groups.push(group ?? null);
    this.#hashes.push(createHash('sha1').update(data).digest('hex'));
    if (length === 0) return;
    const constants = (this.#constants ??= [...data.subarray(0, channels)]);
    for (const [c, constant] of constants.entries()) {
      if (constant === null) continue;
      for (let t = 0; t < length; t++)
        if (data[t * channels + c] !== constant) {
          constants[c] = null;
          break;
        }
    }
  }

  content(facts: CasesFacts, format: string, isAnnotated: boolean, path: string): CasesContent {
    const name = archiveNameOf(basename(path));
    const constants = this.#constants ?? Array.from({ length: facts.channels }, () => 0);
    return {
      kind: 'cases',
      format,
      isAnnotated,
      problem:
        (facts.part === undefined ? name?.problem : undefined) ??
        facts.problem ??
        basename(path, extname(path)),
      part: facts.part ?? name?.part ?? null,
      channels: facts.channels,
      lengths: this.#lengths,
      labels: this.#labels,
      ...(this.#groups.some((group) => group !== null) && { groups: this.#groups }),
      hasValues: facts.hasValues === true,
      hashes: this.#hashes,
      missing: facts.missing,
      constantChannels: constants.flatMap((constant, channel) => (constant === null ? [] : [channel])),
    };
  }
}
