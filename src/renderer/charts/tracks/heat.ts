import { theme } from '../../state/theme.svelte';
import { formatNumber } from '../../ui/format';
import type { Surface } from '../canvas/surface';
import { palette } from '../heat/colormaps';
import type { PaletteKind } from '../heat/colormaps';
import { cellAt, heatBitmap, rowAt, stepsOf } from '../heat/heat-bitmap';
import type { HeatCells } from '../heat/heat-bitmap';
import { Picture } from '../heat/picture';
import type { ValueRange } from '../value-range';
import type { Track, TrackHead } from './track';

interface HeatTrackOptions extends TrackHead, Pick<Track, 'marks'> {
  readonly cells: HeatCells;
  readonly range: ValueRange;
  readonly palette: PaletteKind;
  readonly reduce?: 'mean' | 'farthest';
  /** The row that is marked; asked when it is drawn. */
  readonly marked?: () => number | null;
  /** What a row is called, for the read-out. */
  readonly rowName: (row: number) => string;
  readonly onpick?: (row: number) => void;
}

/** Values of many rows as a picture, which is coloured once: zooming and scrolling only copy it. */
export function heatTrack({
  cells,
  range,
  palette: kind,
  reduce = 'farthest',
  marked = () => null,
  rowName,
  onpick,
  ...head
}: HeatTrackOptions): Track {
  let coloured: Uint32Array | null = null;
  let picture: Picture | null = null;
  return {
    ...head,
    table: () => ({
      head: ['step', ...Array.from({ length: cells.rows }, (_, row) => rowName(row))],
      rows: Array.from({ length: stepsOf(cells) }, (_, step) => [
        step * (cells.perStep ?? 1),
        ...Array.from({ length: cells.rows }, (_unused, row) => cellAt(cells, step, row)),
      ]),
    }),
    colours: () => ({ table: palette(kind, theme.dark), range }),
    draw: (surface, window) => {
      const colours = palette(kind, theme.dark);
      if (picture === null || coloured !== colours)
        picture = new Picture(heatBitmap(cells, { range, colours, reduce }));
      coloured = colours;
      picture.draw(surface, stepsOf(cells) * (cells.perStep ?? 1), window);
      const row = marked();
      if (row !== null) drawRowMark(surface, cells, row, theme.dark ? '#ffffff' : '#000000');
    },
    readout: (at, share) => {
      const row = share === null ? marked() : rowAt(cells, share);
      if (row === null) return undefined;
      return `${rowName(row)} = ${formatNumber(cellAt(cells, Math.floor(at / (cells.perStep ?? 1)), row) || 0)}`;
    },
    ...(onpick && { onrow: (share: number) => onpick(rowAt(cells, share)) }),
  };
}

function drawRowMark(
  { context, width, height }: Surface,
  { rows, first }: HeatCells,
  row: number,
  colour: string,
): void {
  const rowHeight = height / rows;
  const top = (first === 'top' ? row : rows - 1 - row) * rowHeight;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.strokeRect(0.75, top - 0.75, width - 1.5, Math.max(rowHeight, 3) + 1.5);
}
