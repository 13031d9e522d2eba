import { isAacName } from '../../../../shared/sound/aac-files';
import type { SoundFormat } from './sound-format';
import { isWav, wav } from './wav';

/** Sound that a window has decoded, which holds WAV under the name that the recording has. The rest is advice (`undecoded.ts`). */
export const aac: SoundFormat = {
  format: 'aac',
  endings: [],
  isCopy: true,
  claim: (head, name) => (isAacName(name) && isWav(head) ? 'signature' : 'none'),
  decode: (file, from) => wav.decode(file, from),
};
