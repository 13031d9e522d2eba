import { basename, resolve } from 'node:path';
import { rpc } from '../rpc';
import { readMarks } from './read-marks';
import { writeMarkFile } from './write-marks';

export const markHandlers = {
  marks: {
    read: rpc.marks.read.handler(async ({ input: { path, rateHz } }) => {
      const { format, tracks } = await readMarks(resolve(path), basename(path), rateHz);
      return { format: format.name, tracks };
    }),
    write: rpc.marks.write.handler(({ input: { tracks, outDir, ...options } }) =>
      writeMarkFile(tracks, { ...options, outDir: resolve(outDir) }),
    ),
  },
};
