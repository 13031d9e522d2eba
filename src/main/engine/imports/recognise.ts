import { stat } from 'node:fs/promises';
import { isKerasFile, withHdf5File } from '../files/hdf5-library';

/** Whether an HDF5 file is a model; one that cannot be read counts as one, so that the import says why. */
export async function isModelFile(path: string): Promise<boolean> {
  try {
    // A pipe would be waited for.
    if (!(await stat(path)).isFile()) return true;
    return await withHdf5File(path, isKerasFile);
  } catch {
    return true;
  }
}
