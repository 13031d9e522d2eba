import type { Dataset, File, Group } from 'h5wasm';
import { isKerasFile } from '../../../files/hdf5-library';
import type { Hdf5Library } from '../../../files/hdf5-library';
import { failure } from '../../../../../shared/sentences/failure';
import type { ArrayHead } from '../named-array';
import { isMatlabSparse, isMatlabStore, matlabMeaning, textOf } from './matlab';
import type { ValueType } from './values';
import { nameOf, numberType, typeClass } from './values';

const MOST_OBJECTS = 10_000;
const MOST_DEPTH = 32;
const MOST_AXES = 3;

/** Why an array is left out. */
type LeftOut =
  'references' | 'vlen' | 'compound' | 'complex' | 'cell' | 'object' | 'sparse' | 'links' | 'type' | 'axes';

/** An array that can be read, and where it lies. */
export interface Hdf5Array extends ArrayHead {
  readonly dataset: Dataset;
  /** Of a data set of records: the field that is this array. */
  readonly field: (ValueType & { readonly offset: number }) | null;
  /** MATLAB's first axis is the fastest, so that HDF5 has its axes the other way round; `shape` is MATLAB's. */
  readonly isMatlab: boolean;
  /** The data set with the names of its columns. */
  readonly columns?: Dataset;
}

export interface Hdf5Tree {
  readonly arrays: readonly Hdf5Array[];
  readonly leftOut: readonly { readonly name: string; readonly what: LeftOut }[];
  /** A table of pandas that keeps the names of its columns as pickles. */
  readonly hasPickledTable: boolean;
}

/**
 * What lies in a file, by its path; no values are read. Links are not followed, nor what refers to another object.
 *
 * @throws UnrollError FILE_TOO_LARGE; FILE_FORMAT_UNKNOWN for a model
 */
export function treeOf(file: File, { hdf5 }: Hdf5Library, shown: string): Hdf5Tree {
  const arrays: Hdf5Array[] = [];
  const leftOut: { name: string; what: LeftOut }[] = [];
  const seen = new Set([placeOf(file)]);
  let objects = 0;
  let hasPickledTable = false;
  if (isKerasFile(file)) throw failure('FILE_FORMAT_UNKNOWN.hdf5Model', { file: shown });

  const walk = (group: Group, depth: number): void => {
    const entries = group.keys().flatMap((name) => {
      if (++objects > MOST_OBJECTS)
        throw failure('FILE_TOO_LARGE.hdf5Objects', { file: shown, most: MOST_OBJECTS });
      const entity = isMatlabStore(name) ? null : group.get(name);
      return entity === null ? [] : [{ name, entity }];
    });
    // The shortest name of what has several: a group's own arrays before its groups.
    const isGroup = ({ entity }: (typeof entries)[number]): number => Number(entity instanceof hdf5.Group);
    entries.sort((a, b) => isGroup(a) - isGroup(b));
    const pandas = depth === 0 ? null : textOf(group.attrs['pandas_type']?.value);
    for (const { name, entity } of entries) {
      // One object may have several names, a group even within itself.
      if (entity instanceof hdf5.Dataset || entity instanceof hdf5.Group) {
        if (seen.has(placeOf(entity))) continue;
        seen.add(placeOf(entity));
      }
      if (entity instanceof hdf5.Dataset) {
        const found = arraysIn(entity);
        if (typeof found !== 'string')
          arrays.push(...(pandas === 'frame' ? framed(found, group, hdf5) : found));
        else if (found !== 'nothing') {
          leftOut.push({ name: nameOf(entity), what: found });
          hasPickledTable ||= pandas === 'frame_table';
        }
      } else if (entity instanceof hdf5.Group) {
        if (isMatlabSparse(entity)) leftOut.push({ name: nameOf(entity), what: 'sparse' });
        else if (depth < MOST_DEPTH) walk(entity, depth + 1);
      } else if (entity instanceof hdf5.ExternalLink) {
        leftOut.push({ name, what: 'links' });
      }
    }
  };
  walk(file, 0);
  // A model whose layers alone were saved tells nothing else of itself.
  if (arrays.length > 0 && arrays.every(({ name }) => kerasWeight.test(name)))
    throw failure('FILE_FORMAT_UNKNOWN.hdf5Weights', { file: shown });
  return { arrays, leftOut, hasPickledTable };
}

/** Where Keras 3 keeps the weights of each layer, in `.weights.h5`. */
const kerasWeight = /(^|\/)vars\/\d+$/;

/** Where an object lies in its file. */
const placeOf = (entity: Dataset | Group): string => entity.create_reference().ref_data.join();

/** The arrays that one data set is; or why it is none. `nothing`: a single value, which is no series. */
function arraysIn(dataset: Dataset): Hdf5Array[] | LeftOut | 'nothing' {
  const { metadata } = dataset;
  const { shape, type, compound_type: records } = metadata;
  if (shape === null || shape.every((n) => n === 1) || shape.includes(0)) return 'nothing';
  if (metadata.virtual_sources !== undefined && metadata.virtual_sources.length > 0) return 'links';
  const meaning = matlabMeaning(dataset);
  if (meaning === 'empty') return 'nothing';
  if (meaning === 'cell' || meaning === 'object') return meaning;
  if (shape.length > MOST_AXES) return 'axes';
  const name = nameOf(dataset);
  const own = { name, dataset, field: null, isMatlab: meaning !== null };
  const axes = meaning === null ? shape : [...shape].reverse();
  if (meaning === 'text' && numberType(metadata) !== null)
    return [{ ...own, shape: axes.slice(0, 1), isText: true }];
  if (type === typeClass.reference) return 'references';
  if (type === typeClass.vlen) return 'vlen';
  if (type === typeClass.string) return [{ ...own, shape: axes, isText: true }];
  if (type !== typeClass.compound) return numberType(metadata) === null ? 'type' : [{ ...own, shape: axes }];
  const members = records?.members ?? [];
  if (members.length === 2 && /^re?(al)?,im?(ag)?$/.test(members.map(({ name: part }) => part).join(',')))
    return 'complex';
  const fields = members.map((member): Hdf5Array | null => {
    const isText = member.type === typeClass.string && !member.vlen;
    if (!isText && numberType(member) === null) return null;
    return { ...own, name: `${name}/${member.name}`, shape: axes, field: member, ...(isText && { isText }) };
  });
  const read = fields.filter((field) => field !== null);
  return read.length < members.length ? 'compound' : read;
}

/** A frame as pandas has it by default: blocks of columns with their names beside them, and the index. */
function framed(arrays: readonly Hdf5Array[], group: Group, hdf5: Hdf5Library['hdf5']): Hdf5Array[] {
  return arrays.flatMap((array) => {
    const name = array.name.slice(array.name.lastIndexOf('/') + 1);
    if (name === 'axis1') return [{ ...array, name: 'index' }];
    const block = /^(block\d+)_values$/.exec(name)?.[1];
    if (block === undefined) return [];
    const columns = group.get(`${block}_items`);
    return [columns instanceof hdf5.Dataset ? { ...array, columns } : array];
  });
}
