export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly typesAlone: boolean;
}

export interface PackageImport {
  readonly from: string;
  readonly name: string;
  readonly typesAlone: boolean;
}

export function readImports(rootDir: string): {
  files: string[];
  edges: Edge[];
  packages: PackageImport[];
};
