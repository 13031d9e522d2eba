import { m } from '../../i18n';
import type { TimeUnit } from './ticks';

/** What stands beside a time axis. */
export const timeUnitNames: Readonly<Record<TimeUnit, () => string>> = {
  step: m.data_steps_unit,
  second: m.shell_unit_second,
  minute: m.shell_unit_minute,
  hour: m.shell_unit_hour,
  day: m.shell_unit_day,
  year: m.shell_unit_year,
};
