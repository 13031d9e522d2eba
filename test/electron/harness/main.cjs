// The app that the Electron of the tests runs: the built lab, its engine forked with the shim of Node 16.
// utilityProcess ignores -r, so the forked file is swapped.
const path = require('node:path');
const electron = require('electron');
require('./node16-shim.cjs');

const { fork } = electron.utilityProcess;
electron.utilityProcess.fork = (file, args, options) =>
  fork(path.join(__dirname, 'engine.cjs'), args, {
    ...options,
    env: { ...options.env, UNROLL_ENGINE_FILE: file },
  });

if (process.env.UNROLL_DRIVE) require(process.env.UNROLL_DRIVE);

// A packaged test app carries the lab with it.
require(process.env.UNROLL_MAIN_FILE || path.join(__dirname, '../../../out/main/index.cjs'));
