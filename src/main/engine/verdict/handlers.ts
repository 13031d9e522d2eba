import { rpc } from '../rpc';
import type { VerdictService } from './service';

/** Of the contract's room `runs`, what a finished run's numbers come to. */
export function verdictHandlers(service: VerdictService) {
  return {
    verdict: rpc.runs.verdict.handler(({ input }) => service.verdict(input.run)),
  };
}
