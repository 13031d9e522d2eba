import type { ExportFormat } from '../../../shared/contract/exports';
import { taskNames } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import type { NetworkSpec, RecurrentNetworkSpec } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import type { RecurrentModel } from '../models/network/recurrent-model';
import type { TrainedModel } from '../models/network/weights-file';

/** What of a network can go beyond stacked plain cells, a last state or mean, and a head. */
const variants = [
  'transformer',
  'tcn',
  'inception',
  'convolutions',
  'attention',
  'layerNorm',
  'peepholes',
  'coupled',
] as const;
type Variant = (typeof variants)[number];

function variantsOf(spec: NetworkSpec): Variant[] {
  const isThere: Readonly<Record<Variant, boolean>> = {
    transformer: spec.family === 'transformer',
    tcn: spec.family === 'tcn',
    inception: spec.family === 'inception',
    convolutions: spec.convolutions.length > 0,
    attention: spec.pooling === 'attention',
    layerNorm: spec.family === 'recurrent' && spec.layerNorm,
    peepholes: spec.family === 'recurrent' && spec.cell === 'lstm' && spec.peepholes,
    coupled: spec.family === 'recurrent' && spec.cell === 'lstm' && spec.coupled,
  };
  return variants.filter((variant) => isThere[variant]);
}

interface Holds {
  /** For people. */
  readonly format: string;
  readonly variants: readonly Variant[];
  readonly tasks: readonly Task[];
}

const keras: Holds = { format: 'Keras', variants: ['convolutions', 'layerNorm'], tasks: taskNames };

/** What formats hold that do not hold everything. */
const holds = {
  keras,
  'keras-h5': keras,
  tfjs: { ...keras, format: 'tfjs' },
  c: {
    format: 'C',
    variants: ['convolutions', 'attention', 'layerNorm', 'peepholes', 'coupled'],
    tasks: taskNames,
  },
} as const satisfies Partial<Record<ExportFormat, Holds>>;

/** The network of a format that holds recurrent networks. @throws UnrollError EXPORT_UNSUPPORTED, naming what it lacks */
export function requireHeld(model: TrainedModel, name: keyof typeof holds): RecurrentModel {
  const { format, variants: held, tasks }: Holds = holds[name];
  const refuse = (what: string): never => {
    throw failure('EXPORT_UNSUPPORTED.variant', { format, what });
  };
  const missing = variantsOf(model.spec).find((variant) => !held.includes(variant));
  if (missing !== undefined) refuse(missing);
  if (!tasks.includes(model.task)) refuse(model.task);
  return { ...model, spec: model.spec as RecurrentNetworkSpec };
}
