// The packages that go into what is shipped, with their licences: out/licences.json for the window's list, and
// out/sbom.cdx.json, a software bill of materials (CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/).
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = 'bundled-packages.json';
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** `…/node_modules/@scope/name/…` → `…/node_modules/@scope/name`; null for sources of our own. */
function packageDirOf(moduleId) {
  const found = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(moduleId);
  return found?.[1] ?? null;
}

/** A plugin that notes which packages have become part of a bundle. */
export function bundledPackages() {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const dirs = Object.values(bundle).flatMap((chunk) => (chunk.moduleIds ?? []).map(packageDirOf));
      const source = JSON.stringify([...new Set(dirs)].filter((dir) => dir !== null).sort());
      this.emitFile({ type: 'asset', fileName: NAMES, source });
    },
  };
}

function licenceText(dir) {
  const file = readdirSync(dir).find((name) => LICENCE_FILE.test(name));
  return file === undefined ? '' : readFileSync(join(dir, file), 'utf8').trim();
}

function describe(dir) {
  const { name, version, license, licenses, author, homepage } = JSON.parse(
    readFileSync(join(dir, 'package.json'), 'utf8'),
  );
  const text = licenceText(dir);
  const stated = license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
  return {
    name,
    version,
    licence: stated ?? (/^\s*(The )?MIT License/i.test(text) ? 'MIT' : 'unknown'),
    author: typeof author === 'string' ? author : (author?.name ?? ''),
    homepage: homepage ?? '',
    text,
  };
}

/** A package and all that it needs at run time, as npm has laid them out. */
function withDependencies(name, fromDir, found) {
  const place = [
    join(fromDir, 'node_modules', name),
    join(fromDir, '..', '..', name),
    join(fromDir, '..', name),
  ]
    .concat(join(rootOf(fromDir), 'node_modules', name))
    .find((dir) => existsSync(join(dir, 'package.json')));
  if (place === undefined || found.has(place)) return;
  found.add(place);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(place, 'package.json'), 'utf8'),
  );
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    withDependencies(needed, place, found);
}

const rootOf = (dir) => dir.split(/[\\/]node_modules[\\/]/)[0];

const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/**
 * @param rootDir of the lab
 * @param outDir with the bundles
 * @param external packages that are loaded from node_modules
 */
export function writeLicences(rootDir, outDir, external) {
  const dirs = new Set();
  for (const face of ['main', 'renderer']) {
    const file = join(outDir, face, NAMES);
    if (existsSync(file)) JSON.parse(readFileSync(file, 'utf8')).forEach((dir) => dirs.add(dir));
  }
  for (const name of external) withDependencies(name, rootDir, dirs);
  const packages = [...dirs]
    .filter((dir) => dir !== rootDir && existsSync(join(dir, 'package.json')))
    .map(describe)
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  const unique = packages.filter((one, k) => k === 0 || purl(one) !== purl(packages[k - 1]));
  const { name, version, license } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const own = { name: 'Unroll', version, licence: license, author: '', homepage: '' };
  const text = readFileSync(join(rootDir, 'LICENSE'), 'utf8').trim();
  const licences = { formatVersion: 1, packages: [{ ...own, text }, ...unique] };
  writeFileSync(join(outDir, 'licences.json'), `${JSON.stringify(licences)}\n`);
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name, version, licenses: [{ license: { id: license } }] } },
    components: unique.map((one) => ({
      type: 'library',
      name: one.name,
      version: one.version,
      purl: purl(one),
      'bom-ref': purl(one),
      licenses: [
        /^[\w.-]+$/.test(one.licence) ? { license: { id: one.licence } } : { expression: one.licence },
      ],
    })),
  };
  writeFileSync(join(outDir, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`);
  return unique;
}
