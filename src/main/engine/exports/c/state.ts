import { stateFields } from '../../models/cost/stream-state';
import type { RecurrentModel } from '../../models/network/recurrent-model';

/** The longest sequence of a network that reads both ways, where nothing else is said, in steps of the recurrence. */
export const MAX_STEPS = 512;

export function stateCode(model: RecurrentModel): string {
  const fields = stateFields(model, MAX_STEPS).map(({ type, name, dims }) => `  ${type} ${name}${dims};`);
  return `/* All memory of one ${model.spec.bidirectional ? 'sequence' : 'stream'}. */
typedef struct {
${fields.join('\n')}
} unroll_state;

/* Before the first step of a sequence. */
static inline void unroll_reset(unroll_state *state) { memset(state, 0, sizeof *state); }
`;
}
