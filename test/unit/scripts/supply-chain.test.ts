import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { licenceProblems } from '../../../scripts/licence-terms.mjs';
import { configuration } from '../../../scripts/package/config.mjs';

/** Protects: what the lab is made of is known, pinned, allowed, told in full, and no more than what is used. */

const rootDir = join(import.meta.dirname, '../../..');
const outDir = join(rootDir, 'out');
const json = (file: string): unknown => JSON.parse(readFileSync(join(rootDir, file), 'utf8'));

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly author: string;
  readonly text: string;
}
const { packages } = json('out/licences.json') as { packages: Package[] };

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { alg: string; content: string }[];
  readonly licenses: readonly unknown[];
  readonly components?: readonly { name: string }[];
}
const bill = json('out/sbom.cdx.json') as {
  components: Component[];
  dependencies: { dependsOn: string[] }[];
};

/** Optional parts of a tool of development for systems that its makers never published it for: npm passes them over. */
const neverPublished = ['@lix-js/sdk-darwin-arm64', '@lix-js/sdk-linux-arm64', '@lix-js/sdk-win32-x64'];

describe('the lock file', () => {
  it('has a hash and an address of the registry for every package', () => {
    const { packages: locked } = json('package-lock.json') as {
      packages: Record<string, { integrity?: string; resolved?: string; optional?: boolean; dev?: boolean }>;
    };
    const bare = Object.entries(locked)
      .filter(([path, { integrity }]) => path !== '' && !/^sha512-/.test(integrity ?? ''))
      .map(([path]) => path.split('node_modules/').at(-1));
    expect(bare).toEqual(neverPublished);
    const elsewhere = Object.values(locked).filter(
      ({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere).toEqual([]);
  });

  it('is followed without install scripts, and every direct dependency is exact', () => {
    expect(readFileSync(join(rootDir, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
    const manifest = json('package.json') as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('names an Electron that is still mended', () => {
    const { devDependencies } = json('package.json') as { devDependencies: Record<string, string> };
    expect(Number(devDependencies['electron']!.split('.')[0])).toBeGreaterThanOrEqual(45);
  });
});

describe('licences', () => {
  it('are all allowed, and there in full', () => {
    expect(packages.length).toBeGreaterThan(80);
    expect(licenceProblems(packages)).toEqual([]);
  });

  it.each([
    [{ name: 'a', licence: 'GPL-3.0-only', text: 'x'.repeat(300) }, '"GPL-3.0-only"'],
    [{ name: 'b', licence: 'MIT AND AGPL-3.0', text: 'x'.repeat(300) }, '"AGPL-3.0"'],
    [{ name: 'c', licence: 'unknown', text: 'x'.repeat(300) }, '"unknown"'],
    [{ name: 'd', licence: 'MIT', text: '' }, 'without the text'],
    [
      { name: 'e', licence: 'MIT', text: `GNU GENERAL PUBLIC LICENSE ${'x'.repeat(300)}` },
      'brings the text of the GPL',
    ],
  ])('would not let $0.licence through', (one, sentence) => {
    expect(licenceProblems([one]).join(' ')).toContain(sentence);
  });

  it('tell of what is compiled in, with its terms', () => {
    const text = (name: string): Package => packages.find((one) => one.name === name)!;
    expect(text('mpg123-decoder').licence).toBe('MIT AND LGPL-2.1-or-later');
    expect(text('mpg123-decoder').text).toContain('Version 2.1, February 1999');
    expect(text('codec-parser').text).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    // The LGPL 3 refers to the GPL 3, which it says must come with it.
    expect(text('codec-parser').text).toContain('TERMS AND CONDITIONS');
    expect(text('opus-decoder').text).toContain('Xiph.Org');
  });

  it('of the LGPL are on files of their own that a person can read and replace', () => {
    for (const [name, sign] of [
      ['codec-parser', 'CodecParser'],
      ['mpg123-decoder', 'MPEGDecoder'],
    ] as const) {
      const files = readdirSync(join(outDir, 'main')).filter((file) =>
        new RegExp(`^chunk-${name}-[\\w-]+\\.cjs$`).test(file),
      );
      expect(files, name).toHaveLength(1);
      const source = readFileSync(join(outDir, 'main', files[0]!), 'utf8');
      expect(source).toContain(sign);
      // In the order of its own lines, which say where they come from.
      expect(source).toContain(`node_modules/${name}/`);
      const others = readdirSync(join(outDir, 'main'))
        .filter((file) => file.endsWith('.cjs') && file !== files[0])
        .filter((file) =>
          readFileSync(join(outDir, 'main', file), 'utf8').includes(`node_modules/${name}/src`),
        );
      expect(others, name).toEqual([]);
    }
  });
});

describe('the bill of materials', () => {
  it('names everything that is shipped, with versions and hashes, Electron included', () => {
    const names = new Set(bill.components.map(({ name }) => name));
    for (const { name } of packages.slice(1)) expect(names).toContain(name);
    expect(names).toContain('electron');
    expect(
      bill.components.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512').map(({ name }) => name),
    ).toEqual([]);
    expect(bill.components.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
    expect(bill.dependencies[0]!.dependsOn).toHaveLength(bill.components.length);
    const [mpg123] = bill.components.find(({ name }) => name === 'mpg123-decoder')!.components!;
    expect(mpg123!.name).toBe('mpg123');
  });
});

describe('the package', () => {
  const { files, electronFuses } = configuration({
    electronDist: null,
    electronVersion: '45.0.0',
    outDir: 'dist',
    testApp: false,
  }) as { files: string[]; electronFuses: Record<string, boolean> };

  it('has every fuse set (point 19 of the checklist)', () => {
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('holds no path of the machine that built it', () => {
    const places = [rootDir, dirname(realpathSync(join(rootDir, 'node_modules')))];
    const telling = globSync(['out/**', 'build/kernels/*'], { cwd: rootDir, ignore: ['**/*.map'] }).filter(
      (file) => {
        const bytes = readFileSync(join(rootDir, file));
        return places.some((place) => bytes.includes(place));
      },
    );
    expect(telling).toEqual([]);
  });

  it('is within its budget: of packages, and of bytes beside Electron', () => {
    const [ignored, taken] = [
      files.filter((one) => one.startsWith('!')),
      files.filter((one) => !one.startsWith('!')),
    ];
    const shipped = globSync(taken, {
      cwd: rootDir,
      ignore: ignored.map((one) => one.slice(1)).filter((one) => one !== 'node_modules/**'),
    });
    const bytesOf = (part: string): number =>
      shipped
        .filter((file) => file.startsWith(part))
        .reduce((sum, file) => sum + statSync(join(rootDir, file)).size, 0);
    const mib = (part: string): number => bytesOf(part) / 2 ** 20;
    expect(packages.length).toBeLessThanOrEqual(125);
    // What is installed of onnxruntime-web is 143 MB, of webgpu 69 MB for four systems.
    expect(mib('node_modules/onnxruntime-web/')).toBeLessThan(15);
    expect(mib('node_modules/webgpu/')).toBeLessThan(24);
    expect(mib('node_modules/@tensorflow/')).toBeLessThan(2);
    expect(mib('node_modules/')).toBeLessThan(130);
    expect(mib('out/')).toBeLessThan(30);
    expect(mib('')).toBeLessThan(180);
    expect(existsSync(join(rootDir, 'node_modules/onnxruntime-web/package.json'))).toBe(true);
  });
});
