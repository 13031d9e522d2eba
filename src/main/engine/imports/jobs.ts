import { importJob } from './import-job';

/** What imports compute in a worker. */
export const importJobs = { importModel: importJob };
