// A Debian package around an app folder that electron-builder has made.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootDir } from '../common.mjs';
import { mimeXml, modelIcon, modelType, otherMimeTypes } from './file-types.mjs';

const { description, version } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));

/** The installer adds what Electron's Linux build links to, but for this. */
const depends = ['libasound2 | libasound2t64'];

const mimeTypes = [modelType.mimeType, ...otherMimeTypes];

const iconFile = join(rootDir, 'resources/icons/icon.png');
/** Its size, in the words of icon themes. */
const ICON_SIZE = '512x512';

/** The system's lists of types and of which applications open what, where it keeps them. */
const refresh = `#!/bin/sh
set -e
if [ -z "$DPKG_ROOT" ]; then
  if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
  if command -v update-desktop-database >/dev/null; then update-desktop-database -q || true; fi
fi
`;

/** Chromium's sandbox helper must be root's and setuid where user namespaces are closed. */
const afterInstall = `${refresh}chown root:root "$DPKG_ROOT/usr/lib/unroll/chrome-sandbox"
chmod 4755 "$DPKG_ROOT/usr/lib/unroll/chrome-sandbox"
`;

const desktop = [
  '[Desktop Entry]',
  'Type=Application',
  'Name=Unroll',
  `Comment=${description}`,
  'Exec=unroll %F',
  'Icon=unroll',
  'Terminal=false',
  'Categories=Science;Education;AudioVideo;',
  `MimeType=${mimeTypes.join(';')};`,
  'StartupNotify=true',
  'StartupWMClass=Unroll',
  '',
].join('\n');

/** The installer, which knows no types of files of its own, with the lab's. */
function installerWithTypes(Installer) {
  return class extends Installer {
    get contentFunctions() {
      return [...super.contentFunctions, 'createFileTypes'];
    }

    createFileTypes() {
      const shareDir = join(this.stagingDir, this.baseAppDir, 'share');
      const put = (path, write) => {
        const file = join(shareDir, path);
        mkdirSync(dirname(file), { recursive: true });
        write(file);
      };
      put('mime/packages/unroll.xml', (file) => writeFileSync(file, mimeXml));
      put(`icons/hicolor/${ICON_SIZE}/mimetypes/${modelIcon}.png`, (file) => copyFileSync(iconFile, file));
    }
  };
}

/**
 * @param options.electronVersion of the app folder; decides what the package depends on
 * @param options.arch in Debian's words: amd64, arm64
 * @param options.compression xz is small and takes minutes, gzip is for tests
 * @returns the path of the package
 */
export async function makeDeb(appDir, outDir, { electronVersion, arch, compression }) {
  // The installer looks for both where Electron's own archive has them.
  copyFileSync(join(rootDir, 'LICENSE'), join(appDir, 'LICENSE'));
  writeFileSync(join(appDir, 'version'), electronVersion);
  const { Installer } = createRequire(join(rootDir, 'package.json'))('electron-installer-debian');
  const partsDir = mkdtempSync(join(tmpdir(), 'unroll-deb-'));
  const part = (name, text) => {
    const file = join(partsDir, name);
    writeFileSync(file, text, { mode: 0o755 });
    return file;
  };
  try {
    const installer = new (installerWithTypes(Installer))({
      logger: () => {},
      rename: (dir) => join(dir, '<%= name %>_<%= version %>_<%= arch %>.deb'),
      ...{ src: appDir, dest: outDir, arch, name: 'unroll', productName: 'Unroll', bin: 'unroll' },
      ...{ version, description, section: 'science', depends, compression },
      maintainer: 'The Unroll developers <unroll@localhost>',
      icon: iconFile,
      mimeType: mimeTypes,
      desktopTemplate: part('desktop.ejs', desktop),
      scripts: { postinst: part('postinst', afterInstall), postrm: part('postrm', refresh) },
      productDescription: 'Nothing leaves the machine: no account, no cloud.',
    });
    await installer.generateDefaults();
    installer.generateOptions();
    await installer.createStagingDir();
    await installer.createContents();
    await installer.createPackage();
    await installer.movePackage();
  } finally {
    rmSync(partsDir, { recursive: true, force: true });
  }
  return join(outDir, `unroll_${version}_${arch}.deb`);
}
