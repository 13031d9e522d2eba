import { describe, expect, it } from 'vitest';
import { curveTable } from '../../../src/renderer/charts/curve-table';
import { chartTable } from '../../../src/renderer/charts/save/chart-table';
import { fileStem } from '../../../src/renderer/charts/save/saved-figure';
import { SvgContext } from '../../../src/renderer/charts/save/svg-context';
import { lineTrack } from '../../../src/renderer/charts/tracks/lines';
import type { Surface } from '../../../src/renderer/charts/canvas/surface';
import { makeEpoch, makeSteps } from '../fake/runs';

/** Protects: what is saved of a figure is what it shows. */

describe('a track as SVG', () => {
  it('has its lines as paths, in the colours of the window', () => {
    const context = new SvgContext('plot');
    const ink = {
      ink: '#111',
      quiet: '#222',
      line: '#333',
      accent: '#444',
      categories: ['#a00', '#0b0'],
      font: '10px sans',
      named: () => '#555',
    };
    const track = lineTrack({
      title: 'Answer',
      height: 10,
      range: { least: 0, greatest: 1 },
      series: [{ name: 'on', values: Float32Array.of(0, 1) }],
    });
    const surface: Surface = {
      context: context as unknown as Surface['context'],
      width: 100,
      height: 10,
      ink,
    };
    track.draw(surface, { from: 0, to: 2 });
    expect(context.content).toContain('<path d="M25 10L75 0" fill="none" stroke="#a00"');
    expect(track.table?.()).toEqual({
      head: ['step', 'on'],
      rows: [
        [0, 0],
        [1, 1],
      ],
    });
  });

  it('keeps clips and transparency, and escapes what data are called', () => {
    const context = new SvgContext('plot');
    context.save();
    context.beginPath();
    context.rect(0, 0, 5, 5);
    context.clip();
    context.globalAlpha = 0.5;
    context.fillText('a < b & "c"', 1, 2);
    context.restore();
    context.fillRect(0, 0, 1, 1);
    expect(context.content).toContain('<g opacity="0.5" clip-path="url(#plot-1)">');
    expect(context.content).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(context.content.split('\n').at(-1)).toBe('<rect x="0" y="0" width="1" height="1" fill="#000"/>');
  });
});

describe('the numbers of a figure', () => {
  it('are a row for every point of a chart', () => {
    const series = [
      { name: 'a', type: 'line' as const, data: [[1, 2], { value: [3, null] }] },
      { name: 'b', type: 'bar' as const, data: [5, Number.NaN] },
    ];
    expect(chartTable({ series } as Parameters<typeof chartTable>[0])).toEqual({
      head: ['series', 'x', 'y'],
      rows: [
        ['a', 1, 2],
        ['a', 3, null],
        ['b', 0, 5],
        ['b', 1, null],
      ],
    });
  });

  it('are every step of every run, with the validation where an epoch ends', () => {
    const run = {
      id: 'r',
      slot: 0,
      steps: makeSteps(1, 4, 1),
      epochs: makeEpoch(1, 2, 1),
      stepsPerEpoch: 2,
      bestEpoch: 1,
      live: false,
    };
    const { head, rows } = curveTable([run]);
    const validation = head.indexOf('validation loss');
    expect(rows.map((row) => row[1])).toEqual([1, 2, 3, 4]);
    expect(rows.map((row) => row[validation] !== null)).toEqual([false, true, false, false]);
    expect(rows[2]![head.indexOf('train loss')]).toBe(run.steps.loss[2]);
  });

  it('go into a file that every system can name', () => {
    expect(fileStem('Hidden state h · GRU/2')).toBe('hidden-state-h-gru-2');
    expect(fileStem('은닉 상태 h')).toBe('은닉-상태-h');
    expect(fileStem('…')).toBe('figure');
  });
});
