import type { Dataset, Group } from 'h5wasm';

/** Classes of MATLAB whose data sets hold numbers as they are. */
const numeric = /^(double|single|u?int(8|16|32|64)|logical)$/;

/** What MATLAB says a data set is; null where it is none of MATLAB's. */
export type MatlabMeaning = 'numbers' | 'text' | 'empty' | 'cell' | 'object';

/**
 * Source: hdf5storage, "MATLAB MAT v7.3 file format", https://hdf5storage.readthedocs.io/en/latest/storage_format.html.
 */
export function matlabMeaning(dataset: Dataset): MatlabMeaning | null {
  const { attrs } = dataset;
  const named = textOf(attrs['MATLAB_class']?.value);
  if (named === null) return null;
  if ('MATLAB_empty' in attrs) return 'empty';
  if ('MATLAB_object_decode' in attrs) return 'object';
  if (named === 'char') return 'text';
  return numeric.test(named) ? 'numbers' : named === 'cell' ? 'cell' : 'object';
}

/** Where MATLAB keeps what cells and objects refer to. */
export const isMatlabStore = (name: string): boolean => name === '#refs#' || name === '#subsystem#';

export const isMatlabSparse = (group: Group): boolean => 'MATLAB_sparse' in group.attrs;

/** Each row of a matrix of UTF-16, [rows, width], is a word. */
export function matlabWords(codes: Float64Array, rows: number): string[] {
  const width = codes.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Buffer.from(Uint16Array.from(codes.subarray(row * width, (row + 1) * width)).buffer)
      .toString('utf16le')
      .trimEnd(),
  );
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/\0+$/, '') : null;
}
