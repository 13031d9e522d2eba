/** What phones and browsers record. The engine has no decoder for it without a licence that the lab cannot take; browsers have one. */
const aacName = /\.(m4a|m4b|aac|mp4|3gp|3g2|webm|weba|mka)$/i;

/** A file that by its name holds sound that a window decodes before the engine reads it. */
export function isAacName(name: string): boolean {
  return aacName.test(name);
}

/** Other names of sound, under which such a file may lie. */
const soundName = /\.(wav|wave|mp3|ogg|oga|opus|flac|aif|aiff|caf|amr)$/i;

/** Whether it is worth looking into a file for sound that only a window decodes. */
export function mayNeedWindow(name: string): boolean {
  return aacName.test(name) || soundName.test(name);
}

/**
 * Whether a file begins as one that a window decodes, whatever it is called: MP4 and 3GP, whose first box is no longer than
 * 16 MiB (ISO/IEC 14496-12, 4.3), bare ADTS frames (ISO/IEC 13818-7, 6.2.1), Matroska and WebM (RFC 8794, EBML header).
 *
 * @param head at least the first 8 bytes
 */
export function needsWindow(head: Uint8Array): boolean {
  const [a, b = 0, c, d] = head;
  const box = String.fromCharCode(...head.subarray(4, 8));
  const isEbml = a === 0x1a && b === 0x45 && c === 0xdf && d === 0xa3;
  return isEbml || (a === 0 && box === 'ftyp') || (a === 0xff && (b & 0xf6) === 0xf0);
}

/** No sound that fits into a window's memory when decoded is larger, but a video may be. */
export const MOST_AAC_BYTES = 128 * 2 ** 20;
