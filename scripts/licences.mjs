// The packages that go into what is shipped, with their licences: out/licences.json for the window's list, and
// out/sbom.cdx.json, a software bill of materials (CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/).
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceOf, licenceProblems, parts, termsOf } from './licence-terms.mjs';

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
  const known = stated ?? (/^\s*(The )?MIT License/i.test(text) ? 'MIT' : 'unknown');
  const writer = typeof author === 'string' ? author : (author?.name ?? '');
  const licence = licenceOf(name, known);
  const terms = termsOf({ name, licence: stated === undefined ? 'MIT' : known, author: writer, text });
  return { name, version, licence, author: writer, homepage: homepage ?? '', text: terms };
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

const licensesOf = (licence) =>
  /^LicenseRef-/.test(licence)
    ? [{ license: { name: licence } }]
    : [/^[\w.-]+$/.test(licence) ? { license: { id: licence } } : { expression: licence }];

/** Of each package that npm has locked: npm's `sha512-` of its archive, as the bill wants it. */
function hashesIn(rootDir) {
  const { packages } = JSON.parse(readFileSync(join(rootDir, 'package-lock.json'), 'utf8'));
  return new Map(
    Object.entries(packages).flatMap(([path, { version, integrity }]) => {
      const [, content] = /^sha512-(\S+)/.exec(integrity ?? '') ?? [];
      const name = path.split('node_modules/').at(-1);
      return content === undefined
        ? []
        : [[`${name}@${version}`, Buffer.from(content, 'base64').toString('hex')]];
    }),
  );
}

/** All that is shipped: the packages with what is compiled into them, and Electron, which surrounds them. */
function billOf(rootDir, [own, ...packages]) {
  const { name, devDependencies } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const hashes = hashesIn(rootDir);
  const component = (one, type) => {
    const hash = hashes.get(`${one.name}@${one.version}`);
    return {
      type,
      name: one.name,
      version: one.version,
      purl: purl(one),
      'bom-ref': purl(one),
      licenses: licensesOf(one.licence),
      ...(hash !== undefined && { hashes: [{ alg: 'SHA-512', content: hash }] }),
      ...(one.name in parts && {
        components: parts[one.name].map((part) => ({
          type: 'library',
          name: part.name,
          licenses: licensesOf(part.licence),
          copyright: part.copyright,
        })),
      }),
    };
  };
  const electron = { name: 'electron', version: devDependencies.electron, licence: 'MIT' };
  const root = purl({ name, version: own.version });
  const components = [
    {
      ...component(electron, 'framework'),
      description: 'With Chromium and Node; its licences lie beside the app.',
    },
    ...packages.map((one) => component(one, 'library')),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name,
        version: own.version,
        'bom-ref': root,
        licenses: licensesOf(own.licence),
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((one) => one['bom-ref']) }],
  };
}

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
    // It names folders of this machine, which are nobody else's business.
    rmSync(file, { force: true });
  }
  for (const name of external) withDependencies(name, rootDir, dirs);
  const packages = [...dirs]
    .filter((dir) => dir !== rootDir && existsSync(join(dir, 'package.json')))
    .map(describe)
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  const unique = packages.filter((one, k) => k === 0 || purl(one) !== purl(packages[k - 1]));
  const { version, license } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const own = { name: 'Unroll', version, licence: license, author: '', homepage: '' };
  const text = readFileSync(join(rootDir, 'LICENSE'), 'utf8').trim();
  const licences = { formatVersion: 1, packages: [{ ...own, text }, ...unique] };
  writeFileSync(join(outDir, 'licences.json'), `${JSON.stringify(licences)}\n`);
  const problems = licenceProblems(licences.packages);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  writeFileSync(
    join(outDir, 'sbom.cdx.json'),
    `${JSON.stringify(billOf(rootDir, licences.packages), null, 1)}\n`,
  );
  return unique;
}
