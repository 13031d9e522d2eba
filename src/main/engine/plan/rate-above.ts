import type { Material } from '../scan/material';

/** `Sampling rate: 250 Hz`, `Sample Rate = 250`, `fs=100`, `샘플링 주파수: 50Hz`. */
const rateLine =
  /(?:\bsamp(?:le|ling)s?[ _-]?(?:rate|freq(?:uency)?)|\bfs\b|\brate(?:_hz)?\b|\bfrequency\b|abtastrate|샘플링[ _]?(?:주파수|레이트|속도)|サンプリング(?:周波数|レート)|采样(?:率|频率))[^\d=:]{0,16}[=:,;\t ]\s*"?(\d+(?:[.,]\d+)?)\s*(k?hz|s\/s|sps|samples?\s*(?:\/|per)\s*s(?:ec(?:ond)?)?)?/i;
/** `Sample Interval,4.0e-06`, `Interval=\t0.002 s`, `0.5 msec/sample`. */
const stepLine =
  /(?:sampl(?:e|ing)[ _-]?(?:interval|period|time)|\binterval\b|abtastintervall|샘플링[ _]?(?:간격|주기))[^\d=:]{0,16}[=:,;\t ]\s*"?([\d.]+(?:e[-+]?\d+)?)\s*(s|sec|seconds?|ms|msec|milliseconds?|us|µs|usec)?\b/i;
const stepOfSample = /([\d.]+)\s*(ms|msec|us|usec|µs|s|sec)\s*\/\s*sample/i;

const seconds = (unit: string | undefined): number =>
  /^(ms|msec|milli)/i.test(unit ?? '') ? 1e-3 : /^(us|usec|µs)/i.test(unit ?? '') ? 1e-6 : 1;

/** What lines above all tables say of how fast samples follow each other; null where they do not, or differ. */
export function rateAbove({ files }: Material): { readonly rateHz: number; readonly line: string } | null {
  let found: { rateHz: number; line: string } | null = null;
  for (const { content } of files) {
    const own = content.kind === 'table' ? rateIn(content.notes?.above ?? []) : null;
    if (own === null || (found !== null && found.rateHz !== own.rateHz)) return null;
    found ??= own;
  }
  return found;
}

function rateIn(lines: readonly string[]): { rateHz: number; line: string } | null {
  for (const line of lines) {
    const rateHz = rateOf(line);
    if (rateHz !== null && rateHz > 0 && rateHz <= 1e9) return { rateHz, line };
  }
  return null;
}

function rateOf(line: string): number | null {
  const rate = rateLine.exec(line);
  if (rate !== null) return Number(rate[1]!.replace(',', '.')) * (/^k/i.test(rate[2] ?? '') ? 1000 : 1);
  const step = stepLine.exec(line) ?? stepOfSample.exec(line);
  if (step === null) return null;
  return 1 / (Number(step[1]) * seconds(step[2]));
}
