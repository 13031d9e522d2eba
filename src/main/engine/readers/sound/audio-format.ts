import { UnrollError } from '../../../../shared/domain/error';

export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'ogg-vorbis' | 'ogg-opus' | 'ogg-flac';

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** An MPEG audio frame begins with eleven set bits; layer bits 00 would be AAC (ISO/IEC 11172-3, 2.4.1.3). */
function isMpegFrame(bytes: Uint8Array): boolean {
  const [first, second = 0, third = 0] = bytes;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0;
}

const unsupported: readonly [(bytes: Uint8Array) => boolean, string][] = [
  [(bytes) => textAt(bytes, 0, 4) === 'FORM' && textAt(bytes, 8, 3) === 'AIF', 'AIFF'],
  [(bytes) => textAt(bytes, 0, 4) === 'RF64' || textAt(bytes, 0, 4) === 'BW64', '64-bit WAV'],
  [(bytes) => bytes[0] === 0x30 && bytes[1] === 0x26 && bytes[2] === 0xb2 && bytes[3] === 0x75, 'WMA'],
  [(bytes) => textAt(bytes, 0, 4) === '\x1aE\xdf\xa3', 'Matroska or WebM'],
  [(bytes) => textAt(bytes, 0, 4) === '.snd', 'AU'],
];

/** AAC in an MP4 container (ISO/IEC 14496-12, 4.3) or in bare ADTS frames (ISO/IEC 13818-7, 6.2.1). */
function isAac(bytes: Uint8Array): boolean {
  return textAt(bytes, 4, 4) === 'ftyp' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0);
}

/**
 * What a file holds by its first bytes, whatever it is called.
 *
 * @throws UnrollError FILE_EMPTY; AUDIO_UNDECODED and FILE_FORMAT_UNKNOWN with what to do
 */
export function audioFormatOf(bytes: Uint8Array, name: string): AudioFormat {
  if (bytes.length === 0) throw new UnrollError('FILE_EMPTY', `${name} is empty.`, { file: name });
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WAVE') return 'wav';
  if (textAt(bytes, 0, 4) === 'fLaC') return 'flac';
  if (textAt(bytes, 0, 4) === 'OggS') return oggFormatOf(bytes, name);
  if (isAac(bytes))
    throw new UnrollError(
      'AUDIO_UNDECODED',
      `${name} holds AAC sound that was not decoded: only a window can, unless it is damaged, a video or hours long. Drop it there, or convert it to WAV, FLAC or Opus.`,
      { file: name },
    );
  for (const [matches, format] of unsupported)
    if (matches(bytes))
      throw new UnrollError(
        'FILE_FORMAT_UNKNOWN',
        `${name} is ${format}, which the lab does not read; convert it to WAV or FLAC.`,
        { file: name, format },
      );
  if (textAt(bytes, 0, 3) === 'ID3' || isMpegFrame(bytes)) return 'mp3';
  throw new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${name} is not a sound file that the lab knows; it reads WAV, FLAC, MP3, Ogg Vorbis and Opus.`,
    { file: name },
  );
}

/** The codec stands at the start of the first packet, behind the page's segment table (RFC 3533, section 6). */
function oggFormatOf(bytes: Uint8Array, name: string): AudioFormat {
  const packet = 27 + (bytes[26] ?? 0);
  if (textAt(bytes, packet, 8) === 'OpusHead') return 'ogg-opus';
  if (textAt(bytes, packet + 1, 6) === 'vorbis') return 'ogg-vorbis';
  if (textAt(bytes, packet + 1, 4) === 'FLAC') return 'ogg-flac';
  throw new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${name} is an Ogg file whose codec the lab does not read; convert it to WAV or FLAC.`,
    { file: name },
  );
}
