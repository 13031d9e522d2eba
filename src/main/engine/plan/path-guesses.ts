import type { FieldSource, Remark } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';
import type { Material } from '../scan/material';
import {
  folderOf,
  foldersOf,
  isAside,
  isDate,
  isNumberedGroup,
  nameFieldOf,
  prefixOf,
  saysNothing,
  stemOf,
} from '../scan/path-names';
import type { FieldGuess } from './field-guess';
import { namePatternOf } from './name-patterns';

/** What folders and names of files can say of classes and groups, best guesses first. */
export interface PathGuesses {
  readonly folders: readonly FieldGuess[];
  readonly names: readonly FieldGuess[];
  readonly groups: readonly FieldGuess[];
}

const MOST_LEVELS = 5;
/** So many of the files must have a level or a field. */
const NEARLY_ALL = 0.95;
const MOST_CLASSES = 200;

interface Level {
  readonly level: number;
  readonly values: readonly (string | null)[];
  readonly distinct: readonly string[];
  readonly kind: 'words' | 'codes' | 'group';
}

export function pathGuesses({ kind, files }: Material): PathGuesses {
  if (kind === 'cases') return { folders: [], names: [], groups: [] };
  const shown = files.map((file) => file.shown).filter((path) => !foldersOf(path).some(isAside));
  const levels = usableLevels(shown);
  const chosen = classLevel(levels);
  const names = nameGuesses(shown);
  // Names of a known set say more than folders of numbers, which then are the persons in them.
  const isTold = names.isKnown && chosen?.kind === 'codes';
  return {
    folders: [
      ...(chosen === undefined ? [] : classGuesses(shown, chosen, levels, isTold)),
      ...levels.filter((own) => own !== chosen).map((own) => folderGuess(shown, own, true)),
    ],
    names: names.labels,
    groups: [
      ...levels.filter((own) => own !== chosen && isGroup(own, chosen)).map((own) => groupGuess(shown, own)),
      ...names.groups,
    ],
  };
}

/** Levels of folders that tell files apart and are neither parts, folds, dates nor `audio`. */
function usableLevels(shown: readonly string[]): Level[] {
  const levels: Level[] = [];
  for (let level = -1; level >= -MOST_LEVELS; level--) {
    const values = shown.map((path) => foldersOf(path)[-level - 1] ?? null);
    const known = values.filter((value): value is string => value !== null);
    const distinct = [...new Set(known)];
    const isUsable =
      known.length >= NEARLY_ALL * shown.length &&
      distinct.length >= 2 &&
      distinct.length <= Math.max(2, shown.length / 2) &&
      !distinct.every(saysNothing) &&
      !isShards(distinct);
    if (isUsable) levels.push({ level, values, distinct, kind: kindOf(distinct) });
  }
  return levels;
}

function kindOf(names: readonly string[]): Level['kind'] {
  if (names.every(isNumberedGroup)) return 'group';
  return names.filter((name) => /\d/.test(name)).length > names.length / 2 ? 'codes' : 'words';
}

/** Files dealt out to folders by their number: `000` … `155`. */
function isShards(names: readonly string[]): boolean {
  if (!names.every((name) => /^\d{3,}$/.test(name)) || new Set(names.map(({ length }) => length)).size > 1)
    return false;
  const numbers = names.map(Number).sort((a, b) => a - b);
  return numbers[0]! <= 1 && numbers[numbers.length - 1]! - numbers[0]! < 2 * names.length;
}

/**
 * Classes have names; codes are individuals and sessions. The same names below every parent are classes of those. Where there
 * are only codes, each below one parent alone, the outermost is the class: a speaker's chapters are no classes.
 */
function classLevel(levels: readonly Level[]): Level | undefined {
  const named = levels.filter(({ kind }) => kind === 'words');
  const people = levels.filter(({ kind }) => kind === 'group');
  if (named.length > 0) return named.find((own) => isCrossed(own, levels)) ?? named[0];
  const codes = levels.filter(({ kind }) => kind === 'codes');
  const crossed = codes.find((own) => isCrossed(own, levels));
  if (crossed !== undefined) return crossed;
  // Codes that each lie below one numbered person are what that person did: videos, sessions, chapters.
  const outermost = codes[codes.length - 1];
  const above = people.find(({ level }) => outermost !== undefined && level < outermost.level);
  return above ?? outermost;
}

/** Levels of the same kind that are as likely: named folders in named folders, or codes in codes. */
function rivalsOf(chosen: Level, levels: readonly Level[]): Level[] {
  if (isCrossed(chosen, levels)) return [];
  return levels.filter((own) => own !== chosen && own.kind === chosen.kind);
}

/** Most of its names lie below more than one folder of the level above. */
function isCrossed({ level, values, distinct }: Level, levels: readonly Level[]): boolean {
  const above = levels.find((other) => other.level === level - 1);
  if (above === undefined) return false;
  const parents = new Map<string, Set<string | null>>();
  for (const [k, value] of values.entries())
    if (value !== null) parents.set(value, (parents.get(value) ?? new Set()).add(above.values[k]!));
  return [...parents.values()].filter(({ size }) => size > 1).length > distinct.length / 2;
}

function isGroup({ kind, level, distinct }: Level, chosen: Level | undefined): boolean {
  if (kind === 'group') return true;
  return kind === 'codes' && chosen?.kind === 'words' && level > chosen.level && !distinct.some(isDate);
}

function sourceOf(shown: readonly string[], { level, values }: Level): FieldSource {
  return shown.every((path, k) => folderOf(path) === values[k])
    ? { kind: 'folder' }
    : { kind: 'folder', level };
}

function folderGuess(shown: readonly string[], own: Level, isRemote: boolean): FieldGuess {
  const source = sourceOf(shown, own);
  const facts = { folders: own.distinct.length, level: -own.level, example: own.distinct[0]! };
  const evidence: Remark =
    source.kind === 'folder' && source.level === undefined
      ? remark('label.folder', facts)
      : remark('label.folderLevel', facts);
  return { source, evidence, isRemote };
}

/** Words of takes first, then the folders' names as they are. */
function classGuesses(
  shown: readonly string[],
  chosen: Level,
  levels: readonly Level[],
  isTold: boolean,
): FieldGuess[] {
  const rivals = rivalsOf(chosen, levels).map((own) => sourceOf(shown, own));
  return [...takeGuess(shown, chosen), { ...folderGuess(shown, chosen, isTold), rivals }];
}

/** `dws_1`, `dws_2`, `ups_3`: folders that are takes of a class each, told by a word and a number. */
function takeGuess(shown: readonly string[], own: Level): FieldGuess[] {
  for (const separator of separators) {
    const fields = own.distinct.map((name) => name.split(separator));
    if (
      !fields.every((parts) => parts.length === 2 && /^\p{L}+$/u.test(parts[0]!) && /^\d+$/.test(parts[1]!))
    )
      continue;
    const words = new Set(fields.map(([word]) => word));
    if (words.size < 2 || words.size > own.distinct.length / 2) return [];
    return [
      {
        source: { kind: 'folder', level: own.level, field: 1, separator },
        evidence: remark('label.folderField', { words: words.size, example: own.distinct[0]! }),
        rivals: [sourceOf(shown, own)],
      },
    ];
  }
  return [];
}

function groupGuess(shown: readonly string[], own: Level): FieldGuess {
  return {
    source: sourceOf(shown, own),
    evidence: remark('group.folderLevel', { groups: own.distinct.length, example: own.distinct[0]! }),
  };
}

interface NameGuesses {
  readonly labels: FieldGuess[];
  readonly groups: FieldGuess[];
  /** The files are named as those of a set that is known. */
  readonly isKnown: boolean;
}

function nameGuesses(shown: readonly string[]): NameGuesses {
  const stems = shown.map(stemOf);
  const pattern = namePatternOf(stems, NEARLY_ALL);
  if (pattern !== null) {
    const { separator, label, group, name } = pattern;
    const guess = (field: number, evidence: Remark): FieldGuess => ({
      source: { kind: 'file-name', field, separator },
      evidence,
    });
    const facts = { pattern: name, example: stems[0]! };
    return {
      labels: [guess(label, remark('label.namePattern', { ...facts, field: label }))],
      groups: group === null ? [] : [guess(group, remark('group.namePattern', { ...facts, field: group }))],
      isKnown: true,
    };
  }
  const fields = usableFields(shown);
  const [first] = fields;
  const isPrefix = first !== undefined && shown.every((path, k) => prefixOf(path) === first.values[k]);
  const labels = fields
    .filter(() => !isPrefix || fields.length > 1)
    .map(({ field, separator, distinct, isWords }, k): FieldGuess => ({
      source: isPrefix && k === 0 ? { kind: 'file-name' } : { kind: 'file-name', field, separator },
      evidence: remark('label.nameField', {
        field,
        separator,
        words: distinct.length,
        example: distinct[0]!,
      }),
      isRemote: !isWords || k > 0,
      rivals: fields
        .filter((other) => other.isWords && other.field !== field)
        .map((other) => ({ kind: 'file-name' as const, field: other.field, separator: other.separator })),
    }));
  return {
    labels: labels.length > 0 ? labels : prefixGuess(shown),
    groups: personFields(shown),
    isKnown: false,
  };
}

/** Fields of which every value is one of many persons or machines: `walk_S01_2`, `sitting.p03.r2`; the first one of them. */
function personFields(shown: readonly string[]): FieldGuess[] {
  for (const separator of separators) {
    const fields = alikeFields(shown, separator) ?? [];
    // `sub_3` says in two fields what `sub3` says in one.
    const isPerson = ({ field, distinct }: Field): boolean => {
      const before = fields[field - 2]?.distinct;
      const word = before?.length === 1 ? before[0]! : '';
      return distinct.every(isNumberedGroup) || distinct.every((own) => isNumberedGroup(`${word}_${own}`));
    };
    const own = fields.find(
      (field) =>
        field.distinct.length >= 2 && field.distinct.length <= field.values.length / 2 && isPerson(field),
    );
    if (own !== undefined)
      return [
        {
          source: { kind: 'file-name', field: own.field, separator },
          evidence: remark('group.nameField', {
            field: own.field,
            separator,
            groups: own.distinct.length,
            example: own.distinct[0]!,
          }),
        },
      ];
  }
  return [];
}

interface Field {
  readonly field: number;
  readonly separator: string;
  readonly values: readonly (string | null)[];
  readonly distinct: readonly string[];
  readonly isWords: boolean;
}

/** Fields of names that are alike: the same number of them, a few values each. Words come first. */
function usableFields(shown: readonly string[]): Field[] {
  for (const separator of separators) {
    const fields = alikeFields(shown, separator)?.filter(isField);
    if (fields === undefined) continue;
    if (fields.some(({ isWords }) => isWords))
      return [...fields.filter(({ isWords }) => isWords), ...fields.filter(({ isWords }) => !isWords)];
  }
  return [];
}

const separators = ['_', '-', ' ', '.'] as const;

/** All fields of names that have the same number of them; null where names differ in that. */
function alikeFields(shown: readonly string[], separator: string): Field[] | null {
  const counts = new Map<number, number>();
  for (const path of shown) {
    const { length } = stemOf(path).split(separator);
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
  if (usual === undefined || usual[0] < 2 || usual[1] < NEARLY_ALL * shown.length) return null;
  return Array.from({ length: usual[0] }, (_, k): Field => {
    const values = shown.map((path) => nameFieldOf(path, k + 1, separator));
    const distinct = [...new Set(values.filter((value): value is string => value !== null))];
    const isWords =
      distinct.filter((value) => /^[^\d]*\p{L}[^\d]*$/u.test(value)).length > distinct.length / 2;
    return { field: k + 1, separator, values, distinct, isWords };
  });
}

function isField({ values, distinct }: Field): boolean {
  const counts = distinct.map((value) => values.filter((own) => own === value).length);
  return (
    distinct.length >= 2 &&
    distinct.length <= Math.min(MOST_CLASSES, values.length / 2) &&
    Math.min(...counts) >= 2 &&
    !distinct.every((value) => isDate(value) || saysNothing(value))
  );
}

function prefixGuess(shown: readonly string[]): FieldGuess[] {
  const prefixes = new Map<string, number>();
  for (const path of shown) {
    const prefix = prefixOf(path);
    if (prefix !== null) prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1);
  }
  const counts = [...prefixes.values()];
  const isEverywhere = counts.reduce((sum, count) => sum + count, 0) === shown.length;
  if (counts.length < 2 || !isEverywhere || Math.min(...counts) < 2) return [];
  return [{ source: { kind: 'file-name' }, evidence: remark('label.fileName', { words: counts.length }) }];
}
