const archivePart = /_(TRAIN|TEST)\.(ts|tsv|txt|arff)$/i;

/** The problem and part that a file of the UEA and UCR archives is named after, or null. */
export function archiveNameOf(name: string): { problem: string; part: 'train' | 'test' } | null {
  const match = archivePart.exec(name);
  return match === null
    ? null
    : { problem: name.slice(0, match.index), part: match[1]!.toUpperCase() === 'TRAIN' ? 'train' : 'test' };
}

/** Names of a problem's two files, of which this is one; none for other files. */
export function archivePartners(name: string): string[] {
  const own = archiveNameOf(name);
  const ending = name.slice(name.lastIndexOf('.'));
  return own === null ? [] : ['TRAIN', 'TEST'].map((part) => `${own.problem}_${part}${ending}`);
}
