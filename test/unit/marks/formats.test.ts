import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markFormats } from '../../../src/main/engine/marks/registry';
import { lostIn, markFormatOf, readMarks } from '../../../src/main/engine/marks/read-marks';
import type { MarkFormat } from '../../../src/main/engine/marks/mark-format';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { Mark, MarkTrack } from '../../../src/shared/domain/marks';

/** Protects: files of marks say what their own programs say of them, and what is written is read as it was. */

const dir = 'test/fixtures/marks';
const held = JSON.parse(readFileSync(join(dir, 'held.json'), 'utf8')) as {
  readonly praat: readonly { name: string; marks: [number, number, string][] }[];
  readonly elan: readonly { name: string; marks: [number, number, string][] }[];
  readonly wfdb: { readonly beats: [number, number, string][]; readonly rhythm: [number, number, string][] };
  readonly edf: [number, number, string][];
  readonly jams: [number, number, string][];
};
const file = (name: string, rateHz: number | null = null) => readMarks(join(dir, name), name, rateHz);
const short = ({ startSeconds, endSeconds, label }: Mark) => [startSeconds, endSeconds, label];
const named = (tracks: readonly MarkTrack[]) =>
  tracks.map(({ name, marks }) => ({ name, marks: marks.map(short) }));

const format = (name: string): MarkFormat => markFormats.find((one) => one.name === name)!;
const text = (
  name: string,
  content: string,
  rateHz: number | null = null,
  shown = `a${format(name).ending}`,
) => format(name).read({ shown, text: content, bytes: new TextEncoder().encode(content), rateHz });

describe("other programs' files", () => {
  it.each(['praat-long.TextGrid', 'praat-short.TextGrid', 'praat-utf16.TextGrid'])('%s', async (name) => {
    const { format: found, tracks } = await file(name);
    expect([found.name, named(tracks)]).toEqual(['textgrid', held.praat]);
  });

  it('elan.eaf, where a reference has the time of what it refers to', async () => {
    const { format: found, tracks } = await file('elan.eaf');
    expect([found.name, named(tracks)]).toEqual(['elan', held.elan]);
    expect(tracks[0]!.recording).toBe('day 1.wav');
  });

  it('beats.atr, with a step of more than 1,023 samples and rhythms that hold until the next', async () => {
    const { format: found, tracks } = await file('beats.atr');
    expect(found.name).toBe('wfdb');
    expect(named(tracks)).toEqual([
      { name: 'beats', marks: held.wfdb.beats },
      { name: 'rhythm', marks: held.wfdb.rhythm },
    ]);
  });

  it('night.edf, without the marks that only keep the time', async () => {
    const { format: found, tracks } = await file('night.edf');
    expect([found.name, tracks[0]!.marks.map(short)]).toEqual(['edf', held.edf]);
  });

  it('street.jams, with the stretch that it is valid for', async () => {
    const { tracks } = await file('street.jams');
    expect([tracks[0]!.name, tracks[0]!.marks.map(short)]).toEqual(['Ada', held.jams]);
    expect([tracks[0]!.examined, tracks[0]!.marks[0]!.confidence]).toEqual([[[0, 10]], 0.75]);
  });
});

describe('traps', () => {
  it('Audacity: a second line of frequencies, −1 for none; a confidence behind; decimal commas', () => {
    const [track] = text(
      'audacity',
      '0,500000\t1,250000\twren\n\\\t2000.0\t-1\n3.0\t3.0\tclick\n4.0\t5.0\tfox\t0.91\n',
    );
    expect(track!.marks).toEqual([
      { startSeconds: 0.5, endSeconds: 1.25, label: 'wren', lowHz: 2000 },
      { startSeconds: 3, endSeconds: 3, label: 'click' },
      { startSeconds: 4, endSeconds: 5, label: 'fox', confidence: 0.91 },
    ]);
    expect(() => text('audacity', 'nothing here\n')).toThrow(/line 1/);
    expect(() => text('audacity', '2.0\t1.0\tback\n')).toThrow(/ends before/);
  });

  it('Raven: two views of one selection, a label column of any name, times within each file', () => {
    const head = [
      'Selection',
      'View',
      'Channel',
      'Begin Time (s)',
      'End Time (s)',
      'Low Freq (Hz)',
      'High Freq (Hz)',
    ];
    const table = [
      [...head, 'Begin Path', 'File Offset (s)', 'Vogelart', 'Delta Time (s)'],
      ['1', 'Waveform 1', '1', '3601.5', '3602.0', '', '', 'D:\\rec\\b.wav', '1.5', 'Amsel', '0.5'],
      [
        '1',
        'Spectrogram 1',
        '1',
        '3601.5',
        '3602.0',
        '1800.0',
        '4200.5',
        'D:\\rec\\b.wav',
        '1.5',
        'Amsel',
        '0.5',
      ],
      ['2', 'Spectrogram 1', '2', '10.0', '11.0', '100', '200', 'D:\\rec\\a.wav', '10.0', 'Star', '1.0'],
    ];
    const tracks = text('raven', table.map((row) => row.join('\t')).join('\r\n'));
    expect(tracks.map(({ recording, marks }) => [recording, marks])).toEqual([
      [
        'D:\\rec\\b.wav',
        [{ startSeconds: 1.5, endSeconds: 2, label: 'Amsel', lowHz: 1800, highHz: 4200.5, channel: 1 }],
      ],
      [
        'D:\\rec\\a.wav',
        [{ startSeconds: 10, endSeconds: 11, label: 'Star', lowHz: 100, highHz: 200, channel: 2 }],
      ],
    ]);
  });

  it('Raven: what people and Raven write beside a selection comes back, under the name of their labels', () => {
    const table = [
      'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tPeak Freq (Hz)\tSpecies\tObserver\tPlumage',
      '1\tSpectrogram 1\t1\t1\t2\t3100\tAmsel\tAda\t',
      '2\tSpectrogram 1\t1\t3\t4\t\tStar\t\tjuvenile',
    ].join('\n');
    const tracks = text('raven', table);
    expect(tracks[0]).toMatchObject({ labelColumn: 'Species' });
    expect(tracks[0]!.marks.map(({ own }) => own)).toEqual([
      { 'Peak Freq (Hz)': '3100', Observer: 'Ada' },
      { Plumage: 'juvenile' },
    ]);
    const written = format('raven').write(tracks, { recording: 'a.wav', durationSeconds: 9, rateHz: 8000 });
    expect(text('raven', written as string)[0]!.marks).toEqual(tracks[0]!.marks);
    expect(text('raven', written as string)[0]!.labelColumn).toBe('Species');
  });

  it('Raven: an empty table says that nothing is there; one over several files without offsets is refused', () => {
    const head = 'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tBegin File\tAnnotation';
    expect(text('raven', `${head}\n`)).toMatchObject([{ marks: [], examined: 'all' }]);
    const rows = '1\tSpectrogram 1\t1\t0\t1\ta.wav\tx\n2\tSpectrogram 1\t1\t70\t71\tb.wav\ty\n';
    expect(() => text('raven', `${head}\n${rows}`)).toThrow(/File Offset/);
  });

  it('TextGrid: comments, and words that stand for people alone', () => {
    const commented = [
      '"ooTextFile" ! this is a comment "not a string"',
      '"TextGrid"',
      '0 2.5 ! from, to',
      '<exists> 1',
      '"IntervalTier" "Mary" 0 2.5 2',
      '0 1.5 ""',
      '1.5 2.5 "say ""hi"""',
    ].join('\n');
    expect(named(text('textgrid', commented))).toEqual([{ name: 'Mary', marks: [[1.5, 2.5, 'say "hi"']] }]);
    expect(() =>
      text('textgrid', '"ooTextFile" "TextGrid" 0 1 <exists> 3 "IntervalTier" "a" 0 1 1 0'),
    ).toThrow(/whole TextGrid/);
  });

  it('ELAN: slots without a time lie between those that have one; entities are refused', () => {
    const eaf = (more: string): string => `<?xml version="1.0"?>${more}<ANNOTATION_DOCUMENT><TIME_ORDER>
      <TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="b"/><TIME_SLOT TIME_SLOT_ID="c" TIME_VALUE="3000"/>
      </TIME_ORDER><TIER TIER_ID="t"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b">
      <ANNOTATION_VALUE>one</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>`;
    expect(named(text('elan', eaf('')))).toEqual([{ name: 't', marks: [[1, 2, 'one']] }]);
    expect(() => text('elan', eaf('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))).toThrow(
      /entities/,
    );
  });

  it("Sonic Visualiser: frames of the model's own rate", () => {
    const svl = `<?xml version="1.0"?><!DOCTYPE sonic-visualiser><sv><data>
      <model id="1" name="calls" sampleRate="8000" type="sparse" dataset="2" subtype="box"/>
      <dataset id="2"><point frame="4000" value="500" duration="8000" extent="250" label="call"/></dataset></data></sv>`;
    expect(text('sonic-visualiser', svl)).toMatchObject([
      {
        name: 'calls',
        marks: [{ startSeconds: 0.5, endSeconds: 1.5, label: 'call', lowHz: 500, highHz: 750 }],
      },
    ]);
  });

  it('Label Studio: several people and a model, milliseconds since 1970, instants', () => {
    const task = {
      data: { csv: '/upload/12/0a1b2c3d-run%201.csv' },
      annotations: [
        {
          completed_by: { email: 'a@b.c' },
          result: [
            {
              type: 'timeserieslabels',
              value: { start: 1592250751951, end: 1592250752951, timeserieslabels: ['Run'] },
            },
          ],
        },
        {
          completed_by: 7,
          result: [
            {
              type: 'timeserieslabels',
              value: { start: '2020-06-15 19:52:31.5', instant: true, timeserieslabels: ['Jump'] },
            },
          ],
        },
      ],
      predictions: [{ model_version: 'v2', result: [] }],
    };
    expect(text('label-studio', JSON.stringify([task]))).toEqual([
      {
        ...{ name: 'a@b.c', recording: 'run 1.csv', examined: [], clock: 'epoch' },
        marks: [{ startSeconds: 1592250751.951, endSeconds: 1592250752.951, label: 'Run' }],
      },
      {
        ...{ name: '7', recording: 'run 1.csv', examined: [], clock: 'epoch' },
        marks: [{ startSeconds: 1592250751.5, endSeconds: 1592250751.5, label: 'Jump' }],
      },
      { name: 'v2', recording: 'run 1.csv', examined: [], clock: 'start', marks: [] },
    ]);
  });

  it('Edge Impulse and SensiML count samples, the former with both ends inside; without a rate they ask', () => {
    const labels = JSON.stringify({
      version: 1,
      structuredLabels: { 'a.wav': [{ startIndex: 0, endIndex: 99, label: 'on' }] },
    });
    expect(text('edge-impulse', labels, 100)).toMatchObject([
      { recording: 'a.wav', marks: [{ startSeconds: 0, endSeconds: 1, label: 'on' }] },
    ]);
    expect(() => text('edge-impulse', labels)).toThrow(/--rate/);
    const project = JSON.stringify([
      {
        file_name: 'b.csv',
        sessions: ['one', 'two'].map((name) => ({
          session_name: name,
          segments: [{ name: 'walk', start: 50, end: 150 }],
        })),
      },
    ]);
    expect(text('sensiml', project, 50).map(({ name, marks }) => [name, marks.map(short)])).toEqual([
      ['one', [[1, 3, 'walk']]],
      ['two', [[1, 3, 'walk']]],
    ]);
  });

  it.each([
    [
      'DCASE',
      'filename\tonset\toffset\tevent_label\nY1.wav\t0.5\t1.5\tSpeech\n',
      ['Y1.wav', 0.5, 1.5, 'Speech'],
    ],
    [
      'Imagimob',
      'Time(Seconds),Length(Seconds),Label(string),Confidence(double),Comment(string)\n1.5,0.5,tap,1,\n',
      [null, 1.5, 2, 'tap'],
    ],
    [
      'BirdNET',
      'Start (s),End (s),Scientific name,Common name,Confidence\n3.0,6.0,Turdus merula,Common Blackbird,0.8\n',
      [null, 3, 6, 'Common Blackbird'],
    ],
    ['milliseconds', 'start_ms;end_ms;label\n1500;2500;x\n', [null, 1.5, 2.5, 'x']],
    ['samples', 'start_sample,end_sample,label\n8000,16000,x\n', [null, 1, 2, 'x']],
    ['a clock', 'Start,End,Event\n00:01:02.5,1:03,x\n', [null, 62.5, 63, 'x']],
    ['Korean', '파일,시작,끝,라벨\na.wav,1,2,새\n', ['a.wav', 1, 2, '새']],
    ['no header', '0.5,2.25,wren\n', [null, 0.5, 2.25, 'wren']],
  ])('tables: %s', (_, content, [recording, start, end, label]) => {
    expect(text('csv', content, 8000)).toMatchObject([
      { recording, marks: [{ startSeconds: start, endSeconds: end, label }] },
    ]);
  });

  it('a file that is none is refused by name', async () => {
    await expect(readMarks('package.json', 'package.json', null)).rejects.toMatchObject({
      code: 'FILE_FORMAT_UNKNOWN',
    });
    expect(await markFormatOf('test/fixtures/marks/make.py', 'make.py')).toBeNull();
  });
});

describe('a round trip', () => {
  /** Marks on a grid of 1/64 s, so that frames, milliseconds and microseconds all hold them; no two stretches overlap. */
  function tracksFor({ holds }: MarkFormat, seed: number): MarkTrack[] {
    const random = new RandomStream(seed, 'sample');
    const labels = ['wren', 'a b', '굴뚝새', 'x"y', 'fish & chips', "l'eau"];
    const tracks = holds.has('tracks') ? ['Ada', 'Ben'] : [''];
    return tracks.map((name) => {
      let at = 0;
      const marks = Array.from({ length: 1 + random.below(20) }, (): Mark => {
        at += (1 + random.below(64)) / 8;
        const isPoint = holds.has('points') && random.below(3) === 0;
        const long = isPoint ? 0 : (1 + random.below(16)) / 8;
        const own: Mark = {
          startSeconds: at,
          endSeconds: at + long,
          label: labels[random.below(labels.length)]!,
        };
        at += long;
        return {
          ...own,
          ...(holds.has('frequencies') && random.below(2) === 0 && { lowHz: 500, highHz: 2500.5 }),
          ...(holds.has('channel') && { channel: 1 + random.below(2) }),
          ...(holds.has('confidence') && random.below(2) === 0 && { confidence: 0.625 }),
          ...(holds.has('note') && random.below(2) === 0 && { note: 'faint, far' }),
          ...(holds.has('columns') &&
            random.below(2) === 0 && { own: { Observer: 'Ada', 'Peak Freq (Hz)': '2500.5' } }),
        };
      });
      return { name, recording: null, marks, examined: [], clock: 'start' };
    });
  }
  const target = { recording: 'day.wav', durationSeconds: 400, rateHz: 8000 };
  const cases = markFormats.flatMap((one) => [1, 2, 3, 4, 5].map((seed) => [one.name, seed] as const));

  it.each(cases)('%s, %i: loses nothing that the format holds', (name, seed) => {
    const own = format(name);
    // WFDB labels points by its own mnemonics or as notes, in Latin-1.
    const given = tracksFor(own, seed).map((track) => ({
      ...track,
      marks: track.marks.map((mark) =>
        name === 'wfdb' ? { ...mark, label: mark.label.replace('굴뚝새', 'V') } : mark,
      ),
    }));
    const written = own.write(given, target);
    const bytes = typeof written === 'string' ? new TextEncoder().encode(written) : written;
    const content = typeof written === 'string' ? written : '';
    const head = typeof written === 'string' ? written : Buffer.from(written).toString('latin1');
    expect(own.claims(head, `day${own.ending}`)).toBe(true);
    const first = markFormats.find(({ claims }) => claims(head, `day${own.ending}`));
    expect(first?.name).toBe(name);
    const back = own.read({ shown: 'day', text: content, bytes, rateHz: 8000 });
    const flat = (tracks: readonly MarkTrack[]): Mark[] =>
      tracks
        .flatMap(({ marks }) => marks)
        .map((mark) => ({ ...mark, ...(name === 'wfdb' && mark.channel === 1 && { channel: undefined }) }))
        .sort(
          (a, b) =>
            a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || (a.label < b.label ? -1 : 1),
        );
    expect(flat(back)).toEqual(flat(given));
    if (own.holds.has('tracks'))
      expect(back.map((track) => track.name.replace(/ points$/, ''))).toEqual(
        expect.arrayContaining(['Ada', 'Ben']),
      );
    expect(lostIn(own, given)).toEqual({});
  });

  it('says what a format has no place for', () => {
    const tracks: MarkTrack[] = [
      {
        ...{ name: 'Ada', recording: null, examined: [], clock: 'start' },
        marks: [{ startSeconds: 1, endSeconds: 1, label: 'x', lowHz: 10, confidence: 0.5 }],
      },
    ];
    expect(lostIn(format('elan'), tracks)).toEqual({ points: 1, frequencies: 1, confidence: 1 });
  });
});
