/** Samples per second; no recorder has more. */
export const MOST_SOUND_HZ = 16e6;
