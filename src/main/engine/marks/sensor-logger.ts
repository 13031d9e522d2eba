import Papa from 'papaparse';
import { corruptLine, holding, linesOf, mark, numberIn, onlyTrack, safeCell, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';

const NANOSECONDS = 1e9;

function rowsOf(text: string): string[][] {
  return Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter: ',', skipEmptyLines: 'greedy' }).data;
}

/**
 * `Annotation.csv` of Sensor Logger (Kelvin Choi), beside the files of a recording's instruments: what was typed or pressed, at
 * nanoseconds since 1970 (`time`) and seconds since the recording began, and from there on how long the button was held.
 *
 * Source: https://github.com/tszheichoi/awesome-sensor-logger (the export's own header)
 */
export const sensorLogger: MarkFormat = {
  name: 'sensor-logger',
  ending: '.Annotation.csv',
  holds: holding('stretches', 'points'),
  claims(head) {
    const [first = '', second = ''] = linesOf(head);
    const names = first.toLowerCase().split(',');
    // Every recording has one; what nobody pressed marks nothing, and does not say that somebody looked.
    return names.includes('seconds_elapsed') && names.includes('text') && second.trim() !== '';
  },
  read({ text, shown }) {
    const [header = [], ...rows] = rowsOf(text);
    const at = (name: string): number => header.findIndex((one) => one.toLowerCase() === name);
    const [time, elapsed, label, press] = [
      ...[at('time'), at('seconds_elapsed')],
      ...[at('text'), at('millisecond_press_duration')],
    ] as [number, number, number, number];
    const isEpoch = rows.every((cells) => Number(cells[time]) > 1e17);
    const marks = rows.map((cells, k) => {
      const seconds = isEpoch ? Number(cells[time]) / NANOSECONDS : numberIn(cells[elapsed]);
      if (seconds === null) throw corruptLine(shown, k + 2, cells.join(','));
      return mark(seconds, seconds + (numberIn(cells[press]) ?? 0) / 1000, cells[label]?.trim() ?? '');
    });
    return [onlyTrack(marks, { clock: isEpoch ? 'epoch' : 'start' })];
  },
  write(tracks) {
    const header = ['time', 'seconds_elapsed', 'text', 'millisecond_press_duration'];
    const rows = tracks.flatMap(({ marks, clock }) =>
      sorted(marks).map(({ startSeconds, endSeconds, label }) => [
        clock === 'epoch' ? String(BigInt(Math.round(startSeconds * 1e6)) * 1000n) : '',
        clock === 'epoch' ? '' : startSeconds.toFixed(6),
        safeCell(label),
        String(Math.round((endSeconds - startSeconds) * 1000)),
      ]),
    );
    return `${Papa.unparse([header, ...rows], { newline: '\n' })}\n`;
  },
};
