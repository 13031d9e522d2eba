import type { Settings } from '../../../shared/contract/system';
import { rpc } from '../rpc';
import { readLicences } from './licences';
import type { SystemService } from './service';

export function systemHandlers(system: SystemService) {
  return {
    system: {
      info: rpc.system.info.handler(() => system.info()),
      compute: rpc.system.compute.handler(() => system.computing()),
      licences: rpc.system.licences.handler(() => readLicences()),
      doctor: rpc.system.doctor.handler(() => system.doctor()),
      settings: rpc.system.settings.handler(() => system.settings()),
      saveSettings: rpc.system.saveSettings.handler(({ input }) => {
        const given = Object.entries(input).filter(([, value]) => value !== undefined);
        return system.saveSettings(Object.fromEntries(given) as Partial<Settings>);
      }),
      tensorflow: rpc.system.tensorflow.handler(() => system.tensorflow.status()),
      setUpTensorflow: rpc.system.setUpTensorflow.handler(({ input }) => ({
        activity: system.tensorflow.setUp(input.cuda, input.anew),
      })),
      warmUp: rpc.system.warmUp.handler(async () => {
        await system.warmUp();
        return { done: true as const };
      }),
    },
  };
}
