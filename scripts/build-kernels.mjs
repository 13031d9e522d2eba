// Builds the recurrent kernels in src/main/engine/kernels/cpp.
//
//   node scripts/build-kernels.mjs              the Node-API addon, build/kernels/unroll-kernels.node
//   node scripts/build-kernels.mjs --wasm       the artifacts in resources/kernels (needs clang and lld)
//   node scripts/build-kernels.mjs --sanitize   a test driver, built and run with ASan and UBSan, then with TSan
//   node scripts/build-kernels.mjs --arm        NEON, emulated, against this processor (g++-aarch64-linux-gnu, qemu-user)
//
// Only what has changed is built again. Without a compiler the lab computes with the WebAssembly kernels.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootDir, say } from './common.mjs';

const sourceDir = join(rootDir, 'src/main/engine/kernels/cpp');
/** WebAssembly of one source without threads: artifact and source. */
const plainArtifacts = {
  minirocket: 'src/main/engine/baselines/minirocket/rocket.cc',
  quant: 'src/main/engine/baselines/quant/quant.cc',
  season: 'src/main/engine/plan/season.cc',
  cells: 'src/main/engine/readers/table/cells/cells.cc',
  near: 'src/main/engine/alike/near.cc',
};
const headersDir = join(rootDir, 'node_modules/node-api-headers');
const buildDir = join(rootDir, 'build/kernels');
const resourceDir = join(rootDir, 'resources/kernels');
export const addonFile = join(buildDir, 'unroll-kernels.node');
const stampFile = join(buildDir, 'stamp.json');

const isWindows = process.platform === 'win32';
const common = ['-std=c++17', '-O3', '-fno-math-errno', '-fno-trapping-math', '-Wall', '-Wextra'];

/** Lanes, tile rows and panel vectors fit the registers of each instruction set (src/main/engine/kernels/cpp/gemm.h). */
function instructionSet(name, flags, lanes, rows, panel) {
  return {
    name,
    flags: [
      ...flags,
      `-DUNROLL_ISA=${name}`,
      `-DUNROLL_NAME="${name}"`,
      `-DUNROLL_LANES=${lanes}`,
      `-DUNROLL_ROWS=${rows}`,
      `-DUNROLL_PANEL=${panel}`,
    ],
  };
}

const neon = instructionSet('baseline', [], 4, 6, 4);
const instructionSets =
  process.arch === 'x64'
    ? [
        instructionSet(
          'avx512',
          ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw', '-mavx2', '-mfma'],
          16,
          12,
          2,
        ),
        instructionSet('avx2', ['-mavx2', '-mfma'], 8, 6, 2),
        instructionSet('baseline', [], 4, 4, 2),
      ]
    : [neon];

/** Sources that the WebAssembly build has no part in. */
const nativeOnly = ['dispatch.cc', 'node.cc', 'sanitize.cc', 'threads.h'];

const allSources = () =>
  readdirSync(sourceDir)
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort();
export const wasmSources = () => allSources().filter((name) => !nativeOnly.includes(name));

/** SHA-256 over names and contents of kernel sources: ties an artifact to what it was built from. */
export function hashOfSources(names) {
  const hash = createHash('sha256');
  for (const name of names)
    hash.update(`${name}\n`).update(readFileSync(join(sourceDir, name), 'utf8').replaceAll('\r\n', '\n'));
  return hash.digest('hex');
}

/** First line of `compiler --version`, or null when it is not there. */
function versionOf(compiler) {
  const result = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.split('\n')[0].trim() : null;
}

function findCompiler() {
  const candidates = process.env.CXX
    ? [process.env.CXX]
    : isWindows
      ? ['clang++']
      : ['g++', 'clang++', 'c++'];
  for (const command of candidates) {
    const version = versionOf(command);
    if (version !== null) return { command, version };
  }
  return null;
}

/** @throws Error with what the compiler said */
function compile(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`${command} failed.\n${output.trim()}`)),
    );
  });
}

/** Node-API is found in the host program; only Windows wants an import library for it. */
async function hostLink(workDir) {
  if (process.platform === 'darwin') return ['-undefined', 'dynamic_lookup'];
  if (!isWindows) return [];
  const library = join(workDir, 'node_api.lib');
  const machine = process.arch === 'arm64' ? 'arm64' : 'i386:x86-64';
  await compile('llvm-dlltool', ['-d', join(headersDir, 'def/node_api.def'), '-m', machine, '-l', library]);
  return [library, '-ldelayimp', '-Wl,/DELAYLOAD:node.exe'];
}

/** What every native build has: [source, object, flags]. */
const kernelUnits = (sets = instructionSets) => [
  ...sets.map((set) => ['layer.cc', `layer-${set.name}`, set.flags]),
  ['dispatch.cc', 'dispatch'],
];

async function buildAddon(compiler, workDir) {
  const shared = isWindows ? [] : ['-fPIC', '-fvisibility=hidden'];
  const object = (name) => join(workDir, `${name}.o`);
  const unit = (source, name, flags = []) =>
    compile(compiler.command, [
      ...common,
      ...shared,
      ...flags,
      '-c',
      join(sourceDir, source),
      '-o',
      object(name),
    ]);
  const include = `-I${join(headersDir, 'include')}`;
  const units = [...kernelUnits(), ['node.cc', 'node', [include, '-DNAPI_VERSION=8']]];
  await Promise.all(units.map((args) => unit(...args)));
  const built = join(workDir, 'unroll-kernels.node');
  const objects = units.map(([, name]) => object(name));
  const threads = isWindows ? [] : ['-pthread'];
  await compile(compiler.command, [
    '-shared',
    ...threads,
    ...objects,
    ...(await hostLink(workDir)),
    '-o',
    built,
  ]);
  return built;
}

/**
 * Builds the addon when its sources or the compiler have changed.
 *
 * @returns one line that says what was done, or why the addon is not there
 */
export async function buildNativeKernels() {
  const compiler = findCompiler();
  if (compiler === null)
    return 'No C++ compiler found (g++ or clang++): training uses the slower WebAssembly kernels.';
  const stamp = JSON.stringify({
    sources: hashOfSources(allSources()),
    compiler: compiler.version,
    flags: [common, instructionSets],
  });
  if (existsSync(addonFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
    return 'Native kernels are up to date.';
  const started = Date.now();
  const workDir = join(buildDir, `work-${process.pid}`);
  mkdirSync(workDir, { recursive: true });
  try {
    // A rename, because a running lab may have the old addon loaded.
    renameSync(await buildAddon(compiler, workDir), addonFile);
    writeFileSync(stampFile, stamp);
  } catch (error) {
    return `Native kernels could not be built; training uses the slower WebAssembly kernels. ${error.message}`;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
  return `Built native kernels with ${compiler.version} in ${((Date.now() - started) / 1000).toFixed(1)} s.`;
}

/** Builds src/main/engine/kernels/cpp/sanitize.cc for `sets` of instructions. @returns the program */
async function buildDriver(command, workDir, flags, sets) {
  const object = (name) => join(workDir, `${name}.o`);
  const units = [...kernelUnits(sets), ['sanitize.cc', 'sanitize']];
  await Promise.all(
    units.map(([source, name, own = []]) =>
      compile(command, [...common, ...flags, ...own, '-c', join(sourceDir, source), '-o', object(name)]),
    ),
  );
  const program = join(workDir, 'sanitize');
  const objects = units.map(([, name]) => object(name));
  await compile(command, [...common, ...flags, '-pthread', ...objects, '-o', program]);
  return program;
}

/** Work in a folder that is gone afterwards. */
async function inWorkDir(name, work) {
  const workDir = join(buildDir, `${name}-${process.pid}`);
  mkdirSync(workDir, { recursive: true });
  try {
    return await work(workDir);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/** @returns what the program printed. @throws Error when it failed */
function outputOf(command, args, complaint) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${complaint}\n${stdout}${stderr}`);
  return stdout.trim();
}

async function runSanitizers() {
  const compiler = findCompiler();
  if (compiler === null) throw new Error('The sanitizers need g++ or clang++.');
  for (const sanitizer of ['address,undefined', 'thread'])
    await inWorkDir('sanitize', async (workDir) => {
      const flags = ['-O1', '-g', `-fsanitize=${sanitizer}`, '-fno-sanitize-recover=all'];
      const program = await buildDriver(compiler.command, workDir, flags, instructionSets);
      say(`${sanitizer}: ${outputOf(program, [], `The ${sanitizer} sanitizer complains.`)}`);
    });
  return 'The sanitizers found nothing.';
}

const ARM_TOLERANCE = 2e-4;

/** Whether NEON, emulated, finds the numbers that this processor finds: Debian's cross compiler and qemu-user. */
async function compareArm() {
  const compiler = findCompiler();
  if (compiler === null) throw new Error('A C++ compiler of this machine is missing.');
  return inWorkDir('arm', async (workDir) => {
    const native = await buildDriver(compiler.command, workDir, [], instructionSets);
    const expected = outputOf(native, ['baseline'], 'The driver failed.').split('\n');
    const arm = await buildDriver('aarch64-linux-gnu-g++', workDir, ['-static'], [neon]);
    const found = outputOf('qemu-aarch64', [arm, 'baseline'], 'The driver failed on ARM.').split('\n');
    if (found.length !== expected.length) throw new Error('ARM computes another number of results.');
    expected.forEach((line, k) => {
      const [size, ...sums] = line.split(' ').map(Number);
      const [armSize, ...armSums] = found[k].split(' ').map(Number);
      const scale = Math.abs(sums[0]) + 1;
      const agrees = sums.every(
        (sum, i) => Math.abs(sum - armSums[i]) <= ARM_TOLERANCE * scale * (i === 0 ? 1 : 97),
      );
      if (size !== armSize || !agrees) throw new Error(`Line ${k}: ${line}, on ARM ${found[k]}.`);
    });
    return `NEON finds the same ${expected.length} results.`;
  });
}

/** Writes the WebAssembly of resources/kernels and, beside each, what it was built from. */
async function buildWasmKernels() {
  const compiler = process.env.CLANG ?? 'clang';
  const version = versionOf(compiler);
  if (version === null)
    throw new Error('The WebAssembly kernels need clang and lld (apt-get install clang lld).');
  mkdirSync(resourceDir, { recursive: true });
  const wasmFile = join(resourceDir, 'recurrent.wasm');
  const set = instructionSet('wasm', [], 4, 4, 2);
  const freestanding = [
    ...['--target=wasm32', '-msimd128', '-mbulk-memory', '-mmutable-globals', '-nostdlib', '-ffreestanding'],
    ...['-fno-exceptions', '-fno-rtti', '-fvisibility=hidden', '-Wl,--no-entry', '-Wl,--strip-all'],
    ...['-Wl,-z,stack-size=65536', ...common],
  ];
  await compile(compiler, [
    ...freestanding,
    ...['-matomics', ...set.flags],
    // Shared memory needs a bound; it is address space, not memory.
    ...['--import-memory', '--shared-memory', '--max-memory=4294967296', '--export=__stack_pointer'].map(
      (flag) => `-Wl,${flag}`,
    ),
    ...['layer.cc', 'wasm.cc'].map((name) => join(sourceDir, name)),
    ...['-o', wasmFile],
  ]);
  noteArtifact('recurrent', hashOfSources(wasmSources()), version);
  for (const [name, source] of Object.entries(plainArtifacts)) {
    const file = join(rootDir, source);
    await compile(compiler, [...freestanding, file, '-o', join(resourceDir, `${name}.wasm`)]);
    noteArtifact(name, hashOf(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')), version);
  }
  return `Built ${['recurrent', ...Object.keys(plainArtifacts)].join(', ')} in resources/kernels with ${version}.`;
}

const hashOf = (content) => createHash('sha256').update(content).digest('hex');

/** Notes beside an artifact what it was built from. */
function noteArtifact(name, sourceHash, compiler) {
  const wasmHash = hashOf(readFileSync(join(resourceDir, `${name}.wasm`)));
  const facts = { sourceHash, wasmHash, compiler };
  writeFileSync(join(resourceDir, `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const has = (flag) => process.argv.includes(flag);
  const [, work] = [
    ['--wasm', buildWasmKernels],
    ['--sanitize', runSanitizers],
    ['--arm', compareArm],
    ['', buildNativeKernels],
  ].find(([flag]) => flag === '' || has(flag));
  try {
    say(await work());
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
