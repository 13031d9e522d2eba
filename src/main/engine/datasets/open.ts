import { join } from 'node:path';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { Bin } from '../files/bin';
import type { Home } from '../files/home';
import { resourcesDir } from '../files/places';
import type { Sources } from '../readers/sources';
import { UploadStore } from '../scan/uploads';
import { DatasetStore } from '../store/store';
import { RecordingService } from './recording-service';
import { SampleShelf } from './samples';
import { ScanService } from './scan-service';
import { DatasetService } from './service';

export interface DatasetsOptions {
  readonly home: Home;
  readonly activities: ActivityRegistry;
  readonly sources: Sources;
  readonly bin: Bin;
  /** A newer lab wrote this home: nothing in it is changed. */
  readonly isFrozen?: boolean;
}

/** From files to prepared features: three services over one store. */
export function openDatasets({ home, activities, sources, bin, isFrozen }: DatasetsOptions) {
  const store = new DatasetStore(home.datasetsDir, bin, isFrozen);
  const datasets = new DatasetService({ store, sources });
  const shelf = new SampleShelf(join(resourcesDir(), 'samples'));
  const uploads = new UploadStore(home.uploadsDir);
  const scans = new ScanService({ activities, sources, store, uploads, shelf });
  const { recordingsDir } = home;
  return {
    scans,
    datasets,
    recordings: new RecordingService({ activities, sources, store, datasets, recordingsDir }),
    close(): void {
      scans.close();
    },
  };
}
