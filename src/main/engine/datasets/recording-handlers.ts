import { rpc } from '../rpc';
import type { RecordingService } from './recording-service';

/** Of the contract's room `datasets`, what makes a data set grow. */
export function recordingHandlers(service: RecordingService) {
  return {
    addRecordings: rpc.datasets.addRecordings.handler(({ input }) => ({
      activity: service.add(input.dataset, input.name, input.recordings),
    })),
  };
}
