import { mkdir, lstat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import { fromDisk } from '../files/disk';
import { rpc } from '../rpc';
import { lostIn, markFormatNamed, readMarks } from './read-marks';

export const markHandlers = {
  marks: {
    read: rpc.marks.read.handler(async ({ input: { path, rateHz } }) => {
      const { format, tracks } = await readMarks(resolve(path), basename(path), rateHz);
      return { format: format.name, tracks };
    }),
    write: rpc.marks.write.handler(async ({ input }) => {
      const { tracks, outDir, recording, durationSeconds, rateHz, replace } = input;
      const format = markFormatNamed(input.format);
      const name = basename(recording);
      const content = format.write(tracks, { recording: name, durationSeconds, rateHz });
      const file = join(resolve(outDir), `${basename(name, extname(name))}${format.ending}`);
      const isThere = await lstat(file).then(
        () => true,
        () => false,
      );
      if (isThere && !replace) throw failure('OUTPUT_EXISTS.file', { path: file });
      await mkdir(resolve(outDir), { recursive: true }).catch((cause: unknown) => {
        throw fromDisk(cause, outDir);
      });
      await writeAtomic(file, content);
      return { file, lost: lostIn(format, tracks) };
    }),
  },
};
