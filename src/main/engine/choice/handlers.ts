import { rpc } from '../rpc';
import type { ChoiceService } from './service';

export function choiceHandlers(service: ChoiceService) {
  return {
    choices: {
      start: rpc.choices.start.handler(({ input: { dataset, budgetSeconds, seed, name } }) =>
        service.start(dataset, budgetSeconds, seed, name),
      ),
      get: rpc.choices.get.handler(({ input }) => service.get(input.activity)),
    },
  };
}
