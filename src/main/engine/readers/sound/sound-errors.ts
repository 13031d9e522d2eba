import { UnrollError } from '../../../../shared/domain/error';

/** Of a file that only its name calls a sound file of a format. */
export function notSound(name: string): UnrollError {
  return new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${name} is not a sound file that the lab knows; it reads WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg Vorbis and Opus.`,
    { file: name },
  );
}

export function damaged(name: string, why: string): UnrollError {
  return new UnrollError('FILE_CORRUPT', `${name} is damaged: ${why}.`, { file: name });
}
