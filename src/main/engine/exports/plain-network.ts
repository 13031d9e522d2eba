import { UnrollError } from '../../../shared/domain/error';
import type { NetworkSpec, RecurrentNetworkSpec } from '../../../shared/domain/model';

/** What of a network goes beyond stacked plain cells, a pooling and a head; null: nothing. */
function variantIn(spec: NetworkSpec): string | null {
  if (spec.family === 'transformer') return 'a Transformer encoder';
  if (spec.convolutions.length > 0) return 'a convolutional front end';
  if (spec.pooling === 'attention') return 'attention pooling';
  if (spec.layerNorm) return 'layer norm';
  if (spec.cell === 'lstm' && spec.peepholes) return 'peepholes';
  if (spec.cell === 'lstm' && spec.coupled) return 'coupled gates';
  return null;
}

/**
 * The network of a format that holds plain recurrent networks alone.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function requirePlain(spec: NetworkSpec, format: string): RecurrentNetworkSpec {
  const variant = variantIn(spec);
  if (variant === null && spec.family === 'recurrent') return spec;
  throw new UnrollError(
    'EXPORT_UNSUPPORTED',
    `The lab’s ${format} export does not hold ${variant}; export as safetensors.`,
    { format, variant },
  );
}
