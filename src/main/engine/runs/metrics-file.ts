import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NamedTensor, Safetensors } from '../files/safetensors';
import { decodeSafetensors, remainsOf, writeSafetensors } from '../files/safetensors';
import type { Layout } from '../training/metric-columns';
import {
  blank,
  epochLayout,
  joinRows,
  rowsOf,
  sliceRows,
  stepLayout,
  tableOf,
  tensorsOf,
} from '../training/metric-columns';
import type { Curves } from './metric-store';

/** So many rows of a curve stand together and have a checksum of their own, so that damage costs no more than these. */
const BLOCK_ROWS = 4096;

type Table = Record<string, Int32Array | Float32Array | Float64Array>;
const kinds = [
  ['epochs', epochLayout as unknown as Layout<Table>],
  ['steps', stepLayout as unknown as Layout<Table>],
] as const;

/** `steps`, `steps.1`, `steps.2` … */
const blockName = (kind: string, block: number): string => (block === 0 ? kind : `${kind}.${block}`);

function sumOf(tensors: readonly (readonly [string, NamedTensor])[]): string {
  const hash = createHash('sha256');
  for (const [name, { data }] of tensors)
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}

/**
 * The curves once more, so that a run's folder is whole without the catalog (docs/file-formats.md). The short one stands first:
 * what is cut off is at the end.
 *
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function writeMetrics(file: string, curves: Pick<Curves, 'steps' | 'epochs'>): Promise<void> {
  const tensors: [string, NamedTensor][] = [];
  const blocks: Record<string, string> = {};
  for (const [kind, layout] of kinds) {
    const table = curves[kind] as unknown as Table;
    for (let block = 0; block === 0 || block * BLOCK_ROWS < rowsOf(layout, table); block++) {
      const rows = sliceRows(layout, table, block * BLOCK_ROWS, (block + 1) * BLOCK_ROWS);
      const own = tensorsOf(blockName(kind, block), layout, rows);
      blocks[blockName(kind, block)] = sumOf(own);
      tensors.push(...own);
    }
  }
  await writeSafetensors(file, tensors, { formatVersion: '1', blocks: JSON.stringify(blocks) });
}

/** What is whole of a run's curves; empty ones when there is nothing to read. */
export function readMetrics(file: string): Curves {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return { steps: blank(stepLayout, 0), epochs: blank(epochLayout, 0), isWhole: false };
  }
  try {
    return { ...curvesOf(decodeSafetensors(bytes), () => true), isWhole: true };
  } catch {
    return { ...salvaged(bytes), isWhole: false };
  }
}

function salvaged(bytes: Uint8Array): Pick<Curves, 'steps' | 'epochs'> {
  try {
    const remains = remainsOf(bytes);
    const sums = JSON.parse(remains.metadata['blocks'] ?? '{}') as Readonly<Record<string, string>>;
    return curvesOf(remains, (block, tensors) => sums[block] === sumOf(tensors));
  } catch {
    return { steps: blank(stepLayout, 0), epochs: blank(epochLayout, 0) };
  }
}

function curvesOf(
  { tensors }: Safetensors,
  isSound: (block: string, tensors: readonly (readonly [string, NamedTensor])[]) => boolean,
): Pick<Curves, 'steps' | 'epochs'> {
  const names = new Set([...tensors.keys()].map((name) => name.split('/')[0]!));
  const [epochs, steps] = kinds.map(([kind, layout]) => {
    const blocks = [...names].filter((name) => name === kind || name.startsWith(`${kind}.`));
    const tables = blocks.flatMap((block) => {
      const own = layout.columns.flatMap(([column]) => {
        const tensor = tensors.get(`${block}/${column}`);
        return tensor === undefined ? [] : [[`${block}/${column}`, tensor] as const];
      });
      return own.length === layout.columns.length && isSound(block, own)
        ? [tableOf(block, layout, tensors)]
        : [];
    });
    const first = (table: Table): number => table[layout.key]![0] ?? 0;
    return joinRows(
      layout,
      tables.sort((a, b) => first(a) - first(b)),
    );
  });
  return { steps, epochs } as unknown as Pick<Curves, 'steps' | 'epochs'>;
}
