import { describe, expect, it } from 'vitest';
import type { Stream } from '../../../src/shared/contract/streams';
import { Transcript } from '../../../src/shared/decisions/transcript';

const stream: Stream = {
  ...{ stream: 's', name: 'a model', task: 'classify', outputs: ['left', 'right'], features: ['x'] },
  ...{ featureKind: 'raw', units: 0, cell: null, channels: ['x'], rateHz: 10, stepSeconds: 0.1 },
  ...{ delaySteps: 0, how: 'window', windowSteps: 20, hopSteps: 2 },
};

/** Steps with these probabilities of the first output. */
function chunk(...first: number[]) {
  const outputs = Float32Array.from(first.flatMap((p) => [p, 1 - p]));
  const none = new Float32Array(0);
  return { firstStep: 0, steps: first.length, features: none, hidden: none, outputs, computeMs: 0 };
}

const end = { ...chunk(), final: Float32Array.of(0.25, 0.75) };
const many = (count: number, p: number): number[] => new Array<number>(count).fill(p);

describe('Transcript', () => {
  it('tells of segments as they come and keeps them', () => {
    const transcript = new Transcript(stream, { smoothSeconds: 0, minSeconds: 0 });
    expect(transcript.take(chunk(0.9, 0.9)).map(({ kind }) => kind)).toEqual(['start']);
    expect(transcript.take(chunk(0.1)).map(({ kind }) => kind)).toEqual(['segment', 'start']);
    const { events, timeline } = transcript.finish(end);
    expect(events.map(({ kind }) => kind)).toEqual(['segment']);
    expect(timeline).toMatchObject({ stepSeconds: 0.1, steps: 3 });
    expect(timeline.segments.map(({ label, start, endSeconds }) => [label, start, endSeconds])).toEqual([
      ['left', 0, 0.2],
      ['right', 2, 0.3],
    ]);
  });

  it('answers with the end, but for long recordings with the mean of their steps', () => {
    const short = new Transcript(stream);
    short.take(chunk(...many(20, 0.5)));
    expect([...short.finish(end).answer]).toEqual([0.25, 0.75]);
    const long = new Transcript(stream);
    long.take(chunk(...many(30, 1), ...many(10, 0)));
    expect([...long.finish(end).answer]).toEqual([0.75, 0.25]);
    // What comes next follows from the end alone.
    const forecast = new Transcript({ ...stream, task: 'forecast' });
    forecast.take(chunk(...many(40, 1)));
    expect([...forecast.finish(end).answer]).toEqual([0.25, 0.75]);
  });

  it('tells now and then of values that are no classes', () => {
    const transcript = new Transcript({ ...stream, task: 'regress', outputs: ['a', 'b'] });
    const events = transcript.take(chunk(...many(5, 0.5)));
    expect(events).toEqual([
      { kind: 'values', step: 1, seconds: 0.1, values: { a: 0.5, b: 0.5 } },
      { kind: 'values', step: 3, seconds: 0.3, values: { a: 0.5, b: 0.5 } },
    ]);
  });
});
