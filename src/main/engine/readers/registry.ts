import type { Reader } from './reader';
import { hdf5CasesReader, hdf5TableReader } from './arrays/hdf5/hdf5';
import { matReader } from './arrays/mat';
import { numpyCasesReader, numpyTableReader } from './arrays/numpy';
import { arffReader } from './cases/arff';
import { parallelArraysReader } from './cases/parallel-arrays';
import { rowCasesReader } from './cases/row-cases';
import { tsReader } from './cases/ts-reader';
import { ucrReader } from './cases/ucr-reader';
import { aac } from './sound/aac';
import { aiff } from './sound/aiff';
import { au } from './sound/au';
import { caf } from './sound/caf';
import { flac } from './sound/flac';
import { mp3 } from './sound/mp3';
import { ogg } from './sound/ogg';
import { opus } from './sound/opus';
import type { SoundFormat } from './sound/sound-format';
import { soundReader } from './sound/sound-reader';
import { sphere } from './sound/sphere';
import { w64 } from './sound/w64';
import { wav } from './sound/wav';
import { edfReader } from './signal/edf';
import { wfdbReader } from './signal/wfdb';
import { arrowReader } from './table/arrow';
import { delimitedReader, textReader } from './table/delimited';
import { empaticaReader } from './table/empatica';
import { jsonReader } from './table/json';
import { parquetListsReader, parquetReader } from './table/parquet';
import { seriesRowsReader } from './table/series-rows';
import { wideSeriesReader } from './table/wide-series-reader';
import { tdmsReader } from './table/tdms';
import { tsfReader } from './table/tsf';
import { xlsxReader } from './table/xlsx';
import type { ParquetTables } from './table/parquet-table';

/** Of two that claim a file alike, the one above has it. */
export const soundFormats: readonly SoundFormat[] = [
  aac, // before WAV, which it holds
  wav,
  w64,
  aiff,
  caf,
  au,
  sphere,
  flac,
  ogg,
  opus,
  mp3,
];

/**
 * Every format that the lab reads, a line each. Of two that claim a file alike, the one above has it.
 *
 * @param tables DuckDB
 */
export function openReaders(tables: ParquetTables): readonly Reader[] {
  return [
    ...soundFormats.map(soundReader),
    tsReader,
    parallelArraysReader, // before the archives' tables, whose names it has
    empaticaReader,
    rowCasesReader,
    wideSeriesReader,
    seriesRowsReader,
    ucrReader, // before text, whose endings it has
    parquetReader(tables),
    parquetListsReader(tables), // what the one above hands on
    arrowReader,
    xlsxReader,
    jsonReader,
    tdmsReader,
    arffReader,
    tsfReader,
    numpyCasesReader,
    numpyTableReader,
    matReader,
    hdf5TableReader,
    hdf5CasesReader, // what the one above hands on
    edfReader,
    wfdbReader,
    delimitedReader('csv', ['.csv', '.txt', '.dat']),
    delimitedReader('tsv', ['.tsv', '.tab']),
    textReader, // last: it goes by what a file looks like
  ];
}
