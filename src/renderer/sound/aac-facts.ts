/** What a file says about itself before it is decoded. */
export interface SoundFacts {
  readonly hasVideo: boolean;
  readonly rateHz: number;
  readonly channels: number;
  readonly seconds: number;
}

/** Rates by their index in an ADTS header (ISO/IEC 13818-7, 6.2.1; table 35). */
const adtsRatesHz = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const ADTS_FRAME_SAMPLES = 1_024;

/** Rate, channels and duration as an MP4 container or bare ADTS frames say them; null where they do not. */
export function aacFacts(bytes: Uint8Array): SoundFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts = nameAt(view, 4) === 'ftyp' ? mp4Facts(view) : adtsFacts(view);
  return facts !== null && facts.rateHz > 0 && facts.channels > 0 && facts.seconds > 0 ? facts : null;
}

interface Box {
  /** Offsets of the content. */
  readonly start: number;
  readonly end: number;
}

/** Boxes of one kind within another (ISO/IEC 14496-12, 4.2): 32 bits of size, four letters, the content. */
function boxes(view: DataView, { start, end }: Box, kind: string): Box[] {
  const found: Box[] = [];
  for (let at = start; at + 8 <= end;) {
    const size = view.getUint32(at);
    const isLong = size === 1 && at + 16 <= end;
    const whole = isLong ? Number(view.getBigUint64(at + 8)) : size === 0 ? end - at : size;
    const head = isLong ? 16 : 8;
    if (whole < head || at + whole > end) break;
    if (nameAt(view, at + 4) === kind) found.push({ start: at + head, end: at + whole });
    at += whole;
  }
  return found;
}

/** The first sound track: its media header says the duration, its sample entry the rest. */
function mp4Facts(view: DataView): SoundFacts | null {
  const within = (outer: readonly Box[], kind: string): Box[] =>
    outer.flatMap((box) => boxes(view, box, kind));
  const tracks = within(boxes(view, { start: 0, end: view.byteLength }, 'moov'), 'trak');
  const medias = within(tracks, 'mdia');
  // The header that video tracks alone have (ISO/IEC 14496-12, 12.1.2).
  const hasVideo = within(within(medias, 'minf'), 'vmhd').length > 0;
  for (const media of medias) {
    const [header] = boxes(view, media, 'mdhd');
    const [table] = within(within(boxes(view, media, 'minf'), 'stbl'), 'stsd');
    if (header === undefined || table === undefined) continue;
    // A full box's version and flags, then the number of entries.
    const [entry] = boxes(view, { start: table.start + 8, end: table.end }, 'mp4a');
    if (entry === undefined || entry.end - entry.start < 28) continue;
    return {
      hasVideo,
      channels: aacChannels(view, entry) ?? view.getUint16(entry.start + 16),
      rateHz: view.getUint16(entry.start + 24),
      seconds: durationSeconds(view, header),
    };
  }
  return null;
}

/**
 * The decoder's own configuration in the sample entry (ISO/IEC 14496-1, 7.2.6; 14496-3, 1.6.2.1): descriptors within one
 * another, and in the innermost 5 bits of object type, 4 of rate and 4 of channels. The entry's own count is 2 by habit.
 */
function aacChannels(view: DataView, entry: Box): number | null {
  const [config] = boxes(view, { start: entry.start + 28, end: entry.end }, 'esds');
  if (config === undefined) return null;
  let at = config.start + 4;
  for (const [tag, fieldBytes] of [
    [3, 3],
    [4, 13],
    [5, 0],
  ] as const) {
    if (at + 3 > config.end || view.getUint8(at) !== tag) return null;
    // A length of seven bits a byte follows the tag; the top bit says that it goes on.
    do at += 1;
    while (at < config.end && view.getUint8(at) >= 0x80);
    at += 1 + fieldBytes;
  }
  return at + 2 > config.end ? null : (view.getUint16(at) >> 3) & 15;
}

/** ISO/IEC 14496-12, 8.4.2: version 1 has times of 64 bits. */
function durationSeconds(view: DataView, { start, end }: Box): number {
  const isLong = view.getUint8(start) === 1;
  if (end - start < (isLong ? 32 : 20)) return 0;
  const scale = view.getUint32(start + (isLong ? 20 : 12));
  const duration = isLong ? Number(view.getBigUint64(start + 24)) : view.getUint32(start + 16);
  return duration / scale;
}

/** Walks the frames, whose headers hold their length. */
function adtsFacts(view: DataView): SoundFacts | null {
  let frames = 0;
  for (let at = 0; at + 7 <= view.byteLength;) {
    const bytes =
      ((view.getUint8(at + 3) & 3) << 11) | (view.getUint8(at + 4) << 3) | (view.getUint8(at + 5) >> 5);
    if ((view.getUint16(at) & 0xfff6) !== 0xfff0 || bytes < 7) break;
    frames += 1;
    at += bytes;
  }
  if (frames === 0) return null;
  const rateHz = adtsRatesHz[(view.getUint8(2) >> 2) & 15] ?? 0;
  const channels = ((view.getUint8(2) & 1) << 2) | (view.getUint8(3) >> 6);
  return { hasVideo: false, rateHz, channels, seconds: (frames * ADTS_FRAME_SAMPLES) / rateHz };
}

function nameAt(view: DataView, at: number): string {
  return at + 4 > view.byteLength
    ? ''
    : String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
}
