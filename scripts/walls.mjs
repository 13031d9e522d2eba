// npm test -- walls: holds the house together (scripts/rooms.mjs).
//
//   node scripts/walls.mjs           says what is against the map, and fails if anything is
//   node scripts/walls.mjs --write   also writes the map into docs/architecture.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootDir } from './common.mjs';
import { filesUnder, readImports } from './imports.mjs';
import * as house from './rooms.mjs';

/** The room's folder or file: the engine's rooms and `shared` have short names. */
function placeOf(name) {
  if (/^(src\/|messages$|package\.json$)/.test(name)) return name;
  if (name === 'engine') return house.engineDir.slice(0, -1);
  return name === 'shared' || name.startsWith('shared/') ? `src/${name}` : house.engineDir + name;
}

const within = (path, place) => path === place || path.startsWith(`${place}/`);

/** Whether a file lies in a room, or in a room under it; `views/*` means every folder there. */
function liesIn(path, name) {
  const place = placeOf(name);
  return place.endsWith('/*') ? path.startsWith(place.slice(0, -1)) : within(path, place);
}

/** The room of a file, or null. Of a room `views/*` it is the folder itself. */
export function roomOf(path, names) {
  const found = names
    .filter((name) => liesIn(path, name))
    .reduce(
      (best, name) => (best === null || placeOf(name).length > placeOf(best).length ? name : best),
      null,
    );
  if (found === null || !found.endsWith('/*')) return found;
  const depth = found.split('/').length;
  return path.split('/').slice(0, depth).join('/');
}

/** The room's name in the map: a folder of `views/*` has that one's rules. */
const nameIn = (room, rooms) => (room in rooms ? room : room.replace(/[^/]+$/, '*'));

function mayImport(room, target, rooms) {
  const wanted = nameIn(target, rooms);
  return rooms[nameIn(room, rooms)].imports.some(
    (name) => name === wanted || (!(name in rooms) && within(placeOf(wanted), placeOf(name))),
  );
}

/** Imports against the map. */
export function forbiddenEdges(edges, rooms, exceptions) {
  const names = Object.keys(rooms);
  const needed = new Set();
  const wrong = [];
  for (const { from, to } of edges) {
    const [room, target] = [roomOf(from, names), roomOf(to, names)];
    if (room === null || target === null || room === target || mayImport(room, target, rooms)) continue;
    const exception = exceptions.find((one) => one.from === room && one.to === target);
    if (exception) needed.add(exception);
    else wrong.push(`${from} imports ${to}, but ${room} may not import ${target}.`);
  }
  const idle = exceptions.filter((one) => !needed.has(one));
  return [
    ...wrong,
    ...idle.map(({ from, to }) => `No import needs the exception ${from} → ${to}; delete it.`),
  ];
}

/** Imports of packages that only some rooms may have. */
export function forbiddenPackages(imports, packages) {
  return imports.flatMap(({ from, name, typesAlone }) => {
    const rule = packages.find((one) => one.name.test(name));
    if (rule === undefined) return [];
    const allowed = [...rule.only, ...(typesAlone ? (rule.types ?? []) : [])];
    return allowed.some((room) => liesIn(from, room))
      ? []
      : [`${from} imports ${name}, which is for ${rule.only.join(', ')}.`];
  });
}

/** Groups of nodes that can all reach one another, by Tarjan's algorithm (SIAM J. Comput. 1(2), 1972); groups of one left out. */
export function circlesIn(graph) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** node → the nodes it leads to. */
function graphOf(edges) {
  const graph = new Map();
  for (const { from, to } of edges) {
    if (from === to) continue;
    if (!graph.has(from)) graph.set(from, new Set());
    graph.get(from).add(to);
  }
  return graph;
}

/** Circles between files, and in the map itself. */
function circles(edges, rooms, known) {
  const between = circlesIn(graphOf(edges));
  const isKnown = (group) => known.some(({ file }) => group.includes(file));
  const idle = known.filter(({ file }) => !between.some((group) => group.includes(file)));
  const names = Object.keys(rooms);
  const map = names.flatMap((from) =>
    names.filter((to) => mayImport(from, to, rooms)).map((to) => ({ from, to })),
  );
  return [
    ...between
      .filter((group) => !isKnown(group))
      .map((group) => `These files import one another: ${group.join(', ')}.`),
    ...idle.map(({ file }) => `${file} is in no circle any more; delete its exception.`),
    ...circlesIn(graphOf(map)).map((group) => `The map goes round in a circle: ${group.join(', ')}.`),
  ];
}

/** Files that belong to no room, and rooms without a file. */
function strays(files, rooms, edges) {
  const names = Object.keys(rooms);
  const all = [...files, ...edges.map(({ to }) => to)];
  return [
    ...files
      .filter((path) => roomOf(path, names) === null && !path.endsWith('.d.ts'))
      .map((path) => `${path} lies in no room.`),
    ...names
      .filter((name) => !all.some((path) => liesIn(path, name)))
      .map((name) => `The room ${name} is empty.`),
  ];
}

const codeDirs = ['src', 'test', 'scripts', 'bench', 'bin'];
/** What the benchmarks install beside the lab; Git ignores it. */
const peersDir = 'bench/peers/';

const LONG = 400;
const reason = /over 400 lines because/i;

/** Files of code that are long and do not say why in their first 40 lines. */
function longFiles() {
  return codeDirs
    .flatMap((dir) => filesUnder(rootDir, dir))
    .filter((path) => /\.(ts|svelte|mjs|cjs|js|cc|h|py|css)$/.test(path) && !path.startsWith(peersDir))
    .flatMap((path) => {
      const lines = readFileSync(join(rootDir, path), 'utf8').split('\n');
      if (lines.length - 1 <= LONG || reason.test(lines.slice(0, 40).join('\n'))) return [];
      return [
        `${path} has ${lines.length - 1} lines; split it, or say “Over ${LONG} lines because …” at its top.`,
      ];
    });
}

const mapFile = join(rootDir, 'docs/architecture.md');
const marks = /(<!-- rooms: scripts\/walls\.mjs --write -->\n)[\s\S]*?(<!-- end of rooms -->)/;

const shown = (name) => `\`${name.replace(/^shared\//, 'src/shared/')}\``;

/** What nearly every room of the engine imports has one word in the table. */
function shownImports(imports) {
  const nouns = house.nouns.split(' ');
  const all = nouns.every((name) => imports.includes(name));
  const names = all ? imports.filter((name) => !nouns.includes(name)) : imports;
  return [...names.map(shown), ...(all ? ['*nouns*'] : [])].join(' ') || '–';
}

/** The map as the table of docs/architecture.md. */
export function mapTable(rooms) {
  const rows = Object.entries(rooms).map(
    ([name, { holds, imports }]) => `| ${shown(name)} | ${holds} | ${shownImports(imports)} |`,
  );
  return `\n| room | holds | may import |\n|---|---|---|\n${rows.join('\n')}\n\n`;
}

function staleMap(write) {
  const text = readFileSync(mapFile, 'utf8');
  const wanted = text.replace(marks, (_all, start, end) => start + mapTable(house.rooms) + end);
  if (!marks.test(text)) return ['docs/architecture.md has no place for the map of rooms.'];
  if (wanted === text) return [];
  if (!write) return ['docs/architecture.md shows another map; run node scripts/walls.mjs --write.'];
  writeFileSync(mapFile, wanted);
  return [];
}

const named = /`([\w@.-]+(?:\/[\w@.-]+)+\.(?:ts|svelte|mjs|cjs|cc|h|py))`/g;

/** Files of code that a page names by a path, in full or its end, and that are not there. */
function lostFiles() {
  const there = codeDirs.flatMap((dir) => filesUnder(rootDir, dir));
  return filesUnder(rootDir, 'docs')
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => {
      const names = [...readFileSync(join(rootDir, page), 'utf8').matchAll(named)].map((match) => match[1]);
      return names
        .filter((name) => !name.startsWith('out/') && !existsSync(join(rootDir, name)))
        .filter((name) => !there.some((path) => path.endsWith(`/${name}`)))
        .map((name) => `${page} names ${name}, which is not there.`);
    });
}

/** @returns {string[]} what is wrong, a sentence each */
function wrongs(write = false) {
  const { files, edges, packages } = readImports(rootDir);
  return [
    ...strays(files, house.rooms, edges),
    ...forbiddenEdges(edges, house.rooms, house.exceptions),
    ...forbiddenPackages(packages, house.packages),
    ...circles(edges, house.rooms, house.circles),
    ...longFiles(),
    ...staleMap(write),
    ...lostFiles(),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = wrongs(process.argv.includes('--write'));
  for (const sentence of found) console.error(sentence);
  console.error(found.length === 0 ? 'The walls hold.' : `${found.length} against the walls.`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
