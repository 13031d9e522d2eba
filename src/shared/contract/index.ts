import type { ContractRouterClient } from '@orpc/contract';
import { alike } from './alike';
import { benchmarks } from './benchmarks';
import { bin } from './bin';
import { events } from './events';
import { choices } from './choices';
import { desk } from './desk';
import { datasets, samples, scans, activities, uploads } from './datasets';
import { experiments } from './experiments';
import { exportsContract } from './exports';
import { marks } from './marks';
import { models } from './models';
import { predict } from './predict';
import { answering } from './recordings';
import { inspection, runs } from './runs';
import { streams } from './streams';
import { review } from './review';
import { studies } from './studies';
import { system } from './system';

/** THE contract: engine handlers, the window, the browser face, the CLI and tests take their types from it. */
export const contract = {
  system,
  samples,
  uploads,
  scans,
  datasets,
  activities,
  runs,
  inspection,
  alike,
  events,
  exports: exportsContract,
  marks,
  desk,
  models,
  predict: { ...predict, ...answering },
  review,
  streams,
  benchmarks,
  bin,
  experiments,
  studies,
  choices,
};
type Contract = typeof contract;

/** The engine as seen from any face. */
export type EngineClient = ContractRouterClient<Contract>;
