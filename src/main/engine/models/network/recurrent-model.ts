import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { NetworkWeights } from './weights';
import type { TrainedModel } from './weights-file';

/** A trained recurrent network. */
export type RecurrentModel = TrainedModel & { readonly spec: RecurrentNetworkSpec };
export type RecurrentWeights = NetworkWeights & { readonly spec: RecurrentNetworkSpec };
