import type { Settings } from '../../../shared/contract/system';
import { rpc } from '../rpc';
import type { SystemService } from './service';

export function systemHandlers(system: SystemService) {
  return {
    system: {
      info: rpc.system.info.handler(() => system.info()),
      doctor: rpc.system.doctor.handler(() => system.doctor()),
      settings: rpc.system.settings.handler(() => system.settings()),
      saveSettings: rpc.system.saveSettings.handler(({ input: { theme, language } }) => {
        const changes: Partial<Settings> = {
          ...(theme !== undefined && { theme }),
          ...(language !== undefined && { language }),
        };
        return system.saveSettings(changes);
      }),
      warmUp: rpc.system.warmUp.handler(async () => {
        await system.warmUp();
        return { done: true as const };
      }),
    },
  };
}
