// What electron-builder packs, for all three systems. Linux and the test's own runtime are tried; Windows and macOS are
// configured from the documentation and were not tried.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../common.mjs';
import { modelType } from './file-types.mjs';

/** Dawn's library for this system alone, of the four in the package. */
const dawn = {
  linux: `linux-${process.arch}.dawn.node`,
  darwin: 'darwin-universal.dawn.node',
  win32: '{win32-x64.dawn.node,*.dll}',
}[process.platform];

/** Packages that are loaded from node_modules (external.mjs), and theirs: the files that are read at run time. */
const loadedFiles = [
  'libsql/**',
  '@libsql/*/**',
  '@neon-rs/load/**',
  'detect-libc/**',
  '@duckdb/**',
  `webgpu/{package.json,index.js,LICENSE*,dist/${dawn}}`,
  '@tensorflow/tfjs-backend-wasm/{package.json,dist/*.wasm}',
  'onnxruntime-web/{package.json,dist/ort.node.min.*,dist/ort-wasm-simd-threaded.{mjs,wasm}}',
  'onnxruntime-common/{package.json,dist/cjs/**}',
];

const manifest = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));

/**
 * @param options.electronDist an unpacked Electron of version `electronVersion`, instead of the one of node_modules
 * @param options.testApp whether the tests drive it: through build/package/harness, and Playwright needs the inspector
 */
export function configuration({ electronDist, electronVersion, outDir, testApp }) {
  const hasFileFuse = electronVersion === undefined || Number.parseInt(electronVersion, 10) >= 29;
  return {
    appId: 'lab.unroll.desktop',
    productName: 'Unroll',
    executableName: 'unroll',
    copyright: 'MIT licence',
    directories: { output: outDir },
    electronVersion,
    ...(electronDist && { electronDist }),
    npmRebuild: false,
    nodeGypRebuild: false,
    asar: true,
    // What is opened by other than Node: native libraries, and files that DuckDB and decoders read by path.
    asarUnpack: ['**/*.{node,so,so.*,dylib,dll,exe}', 'resources/**', 'node_modules/webgpu/**'],
    files: [
      'package.json',
      'LICENSE',
      'CHANGELOG.md',
      'out/**',
      '!out/**/*.map',
      '!out/.stamp',
      'build/kernels/*.node',
      'resources/**',
      '!resources/samples/*.mjs',
      'build/package/**',
      '!node_modules/**',
      ...loadedFiles.map((files) => `node_modules/${files}`),
      '!node_modules/@libsql/*-musl/**',
      '!**/*.{md,markdown,ts,mts,cts,map}',
      'CHANGELOG.md',
    ],
    ...(testApp && { extraMetadata: { main: 'build/package/harness/main.cjs' } }),
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: testApp,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      // Its place in the wire came with Electron 29.
      ...(hasFileFuse && { grantFileProtocolExtraPrivileges: false }),
      resetAdHocDarwinSignature: process.platform === 'darwin',
    },
    fileAssociations: [
      {
        ext: modelType.ending,
        name: modelType.name,
        mimeType: modelType.mimeType,
        role: 'Viewer',
        rank: 'Owner',
      },
      {
        ext: 'wav',
        name: 'WAV audio',
        mimeType: 'audio/x-wav',
        role: 'Viewer',
        rank: 'Alternate',
      },
      { ext: 'csv', name: 'CSV table', mimeType: 'text/csv', role: 'Viewer', rank: 'Alternate' },
    ],
    linux: {
      target: ['deb', 'AppImage', 'zip'],
      icon: 'resources/icons/icon.png',
      category: 'Science',
      maintainer: 'The Unroll developers <unroll@localhost>',
      synopsis: manifest.description.split(':')[0],
      description: manifest.description,
    },
    win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: {
      target: ['dmg'],
      icon: 'resources/icons/icon.icns',
      category: 'public.app-category.education',
      hardenedRuntime: true,
      extendInfo: {
        NSMicrophoneUsageDescription: 'To listen with a model that you have trained.',
        CFBundleDocumentTypes: [
          { CFBundleTypeName: 'Folder', CFBundleTypeRole: 'Viewer', LSItemContentTypes: ['public.folder'] },
        ],
      },
    },
  };
}
