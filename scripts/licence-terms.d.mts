interface Package {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

export const REPLACEABLE: ReadonlySet<string>;
export function licenceProblems(packages: readonly Package[]): string[];
