import type { Edge, PackageImport } from './imports.mjs';

type Rooms = Readonly<Record<string, { readonly holds: string; readonly imports: readonly string[] }>>;

export function roomOf(path: string, names: readonly string[]): string | null;
export function forbiddenEdges(
  edges: readonly Pick<Edge, 'from' | 'to'>[],
  rooms: Rooms,
  exceptions: readonly { readonly from: string; readonly to: string; readonly why: string }[],
): string[];
export function forbiddenPackages(
  imports: readonly PackageImport[],
  packages: readonly {
    readonly name: RegExp;
    readonly only: readonly string[];
    readonly types?: readonly string[];
  }[],
): string[];
export function circlesIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][];
export function mapTable(rooms: Rooms): string;
