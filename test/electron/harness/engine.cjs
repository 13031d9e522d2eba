// Forked in place of the engine's bundle: loads the shim, then the bundle.
require('./node16-shim.cjs');
require(process.env.UNROLL_ENGINE_FILE);
