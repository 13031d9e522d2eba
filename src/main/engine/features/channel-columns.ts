import { scaledChannel } from './own-scale';

const calendar = /^(day|week|year) (sin|cos) \d+$/;

/** What a feature was made from by `examples/ahead-channels.ts`, differences or an own scale; null when it is a channel of its own. */
function sourceOf(name: string): string | null {
  const [, changed] = /^Δ(?:\d+ )?(.+)$/.exec(name) ?? [];
  const [, known] = /^(.+) \+\d+$/.exec(name) ?? [];
  return changed ?? known ?? scaledChannel(name);
}

/**
 * Features that are channels of their own: whoever sees the steps before can tell the changes (`Δx` beside `x`, `Δ336 x`),
 * how a recording was scaled (`spread x`) stands still, and a model that goes on step by step meets what is known ahead
 * (`x +48`) and the calendar in the channels themselves.
 */
export function channelColumns(featureNames: readonly string[]): Int32Array {
  const own = featureNames.flatMap((name, column) => {
    const source = sourceOf(name);
    return (source !== null && featureNames.includes(source)) || calendar.test(name) ? [] : [column];
  });
  return Int32Array.from(own.length === 0 ? featureNames.keys() : own);
}
