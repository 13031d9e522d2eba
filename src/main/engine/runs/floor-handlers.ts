import { rpc } from '../rpc';
import type { FloorService } from '../training/floor-service';

/** Of the contract's room `datasets`, what a data set's runs are measured against. */
export function floorHandlers(service: FloorService) {
  return {
    floors: rpc.datasets.floors.handler(({ input }) => service.floors(input.dataset, input.start)),
  };
}
