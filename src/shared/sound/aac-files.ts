/** What phones record. The engine has no decoder for it without a licence that the lab cannot take; browsers have one. */
const aacName = /\.(m4a|m4b|aac|mp4)$/i;

/** A file that by its name holds AAC sound: a window decodes it before the engine reads it. */
export function isAacName(name: string): boolean {
  return aacName.test(name);
}

/** No sound that fits into a window's memory when decoded is larger, but a video may be. */
export const MOST_AAC_BYTES = 128 * 2 ** 20;
