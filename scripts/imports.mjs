// What the files under src import: the edges that the walls are held against (scripts/walls.mjs).
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';

const source = /\.(ts|svelte|mjs|cjs|js)$/;
const generated = /(^|\/)(paraglide|node_modules|fixtures)\//;
const script = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

/** Paths of all files under `dir`, relative to `rootDir`, with `/`, sorted. Generated folders are left out. */
export function filesUnder(rootDir, dir) {
  return readdirSync(join(rootDir, dir), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(rootDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !generated.test(path))
    .sort();
}

/** Whether an import of TypeScript's tree leaves nothing to run. */
function typesAlone(node) {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** The module that a node names, or null. `new URL('./x', import.meta.url)` is no import. */
function named(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier ?? null;
  if (ts.isImportTypeNode(node)) return node.argument.literal ?? null;
  if (!ts.isCallExpression(node)) return null;
  const called = node.expression;
  const loads =
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
  return loads ? (node.arguments[0] ?? null) : null;
}

/**
 * What a text of TypeScript, or a Svelte component's scripts, import: also for types, also when asked for later.
 * dependency-cruiser reads components after the compiler has dropped the imports of types from them.
 */
function importsIn(path, text) {
  const code = path.endsWith('.svelte')
    ? [...text.matchAll(script)].map((match) => match[1]).join('\n')
    : text;
  const found = [];
  const visit = (node) => {
    const module = named(node);
    if (module && ts.isStringLiteralLike(module)) {
      found.push({ name: module.text, typesAlone: typesAlone(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(`${path}.ts`, code, ts.ScriptTarget.Latest));
  return found;
}

const endings = ['', '.ts', '.svelte', '.mjs', '.js', '/index.ts'];

/** The file that a relative import means, or null where there is none. */
function resolved(rootDir, from, name) {
  const base = posix.join(dirname(from).replaceAll('\\', '/'), name.replace(/\?.*$/, ''));
  const ending = endings.find((end) => {
    const file = join(rootDir, base + end);
    return existsSync(file) && statSync(file).isFile();
  });
  return ending === undefined ? null : base + ending;
}

/** `@scope/name` or `name` of an import of a package; `node:` for what Node brings. */
function packageOf(name) {
  if (name.startsWith('node:') || builtinModules.includes(name)) return 'node:';
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Every import of the files under `src`.
 * `edges` go to files of ours, `packages` to what others wrote. Generated files are not followed.
 */
export function readImports(rootDir) {
  const files = filesUnder(rootDir, 'src');
  const edges = [];
  const packages = [];
  for (const from of files.filter((path) => source.test(path))) {
    for (const { name, typesAlone } of importsIn(from, readFileSync(join(rootDir, from), 'utf8'))) {
      if (!name.startsWith('.')) {
        packages.push({ from, name: packageOf(name), typesAlone });
        continue;
      }
      const to = resolved(rootDir, from, name);
      if (to !== null && !generated.test(to)) edges.push({ from, to, typesAlone });
    }
  }
  return { files, edges, packages };
}
