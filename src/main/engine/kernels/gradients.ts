// Gives tfjs's own operations their gradients. Importing tfjs-core alone leaves them out; in Node, where tfjs's ES
// modules can't be loaded unbundled, vitest.config.ts puts tfjs-layers in this module's place, which does the same.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
