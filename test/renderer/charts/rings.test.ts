import { describe, expect, it } from 'vitest';
import { Backlog } from '../../../src/renderer/views/live/backlog';
import { LineParser } from '../../../src/renderer/views/live/line-parser';
import { Ring } from '../../../src/renderer/charts/tracks/ring';

/** Protects: what is heard for an hour takes the memory of a minute, and nothing that is kept changes its place. */

describe('a ring', () => {
  it('keeps the last rows under their numbers, however they come', () => {
    const ring = new Ring(10, 2);
    const whole: number[] = [];
    // Pieces of 0 to 13 rows: shorter and longer than the ring, and across its seam.
    for (let piece = 0; piece < 60; piece++) {
      const rows = Float32Array.from({ length: 2 * ((piece * 5) % 14) }, (_, k) => whole.length + k);
      whole.push(...rows);
      ring.push(rows);
      expect(ring.end).toBe(whole.length / 2);
      expect(ring.start).toBe(Math.max(0, ring.end - 10));
      expect([...ring.read(0, Infinity)]).toEqual(whole.slice(-20));
      expect([...ring.read(ring.end - 3, ring.end - 1)]).toEqual(
        whole.slice(-6, -2).slice(0, Math.min(4, whole.length)),
      );
    }
    expect(ring.at(ring.start, 1)).toBe(whole[2 * ring.start + 1]);
    expect(ring.at(ring.start - 1, 1)).toBeNaN();
    expect(ring.at(ring.end, 0)).toBeNaN();
    ring.clear();
    expect([ring.start, ring.end, ring.read(0, 5).length]).toEqual([0, 0, 0]);
  });

  it('of no columns counts nothing', () => {
    const ring = new Ring(4, 0);
    ring.push(new Float32Array(0));
    expect([ring.end, ring.read(0, 4).length]).toEqual([0, 0]);
  });
});

describe('a backlog', () => {
  it('gives out what was heard in its order, and lets the oldest go', () => {
    const backlog = new Backlog(2);
    for (let k = 0; k < 5; k++) backlog.add(Float32Array.of(k, k, k, k), 100 * k);
    expect(backlog.rows).toBe(10);
    expect(backlog.shorten(10, 4)).toBe(0);
    expect(backlog.shorten(9, 6)).toBe(4);
    expect(backlog.take(4)).toEqual({ samples: Float32Array.of(2, 2, 2, 2, 3, 3, 3, 3), heardMs: 300 });
    // A piece is not cut.
    expect(backlog.take(1)).toEqual({ samples: Float32Array.of(4, 4, 4, 4), heardMs: 400 });
    expect(backlog.rows).toBe(0);
  });
});

describe('lines of a sensor', () => {
  const rows = (parser: LineParser, ...pieces: string[]): number[] =>
    pieces.flatMap((text) => [...parser.take(text)]);

  it('are rows of numbers, wherever the pieces break', () => {
    const text = '9,9\r\n1,-2.5e1\n.5;6\n\n7\t8\r9 10\n';
    for (let size = 1; size <= text.length; size++) {
      const parser = new LineParser(2);
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, k) =>
        text.slice(k * size, (k + 1) * size),
      );
      // The first line may have begun before the port was opened.
      expect(rows(parser, ...pieces)).toEqual([1, -25, 0.5, 6, 7, 8, 9, 10]);
      expect([parser.rows, parser.bad]).toEqual([4, 0]);
    }
  });

  it('that are none are counted', () => {
    const parser = new LineParser(2);
    const text = 'x\n1,2\nhello\n1,2,3\n4\n1,two\n5,nan\n,\n0x10,Infinity\n6,\n';
    expect(rows(parser, text)).toEqual([1, 2, 5, NaN, 6, NaN]);
    expect(parser.bad).toBe(6);
  });

  it('without an end are thrown away, and what follows is read', () => {
    const parser = new LineParser(1);
    expect(rows(parser, '\n', '1'.repeat(5000), '22\n3\n')).toEqual([3]);
    expect(parser.bad).toBe(1);
  });
});
