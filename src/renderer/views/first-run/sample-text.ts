import type { SampleSet } from '../../../shared/contract/datasets';
import { m } from '../../i18n';

/** A sample set's title and one sentence; a set that the window does not know goes by its folder's name. */
export function sampleText(sample: SampleSet): { title: string; sentence: string } {
  return sample.modality === 'audio'
    ? { title: titleOf(sample.name), sentence: m.data_sample_audio() }
    : { title: titleOf(sample.name), sentence: m.data_sample_sensor() };
}

function titleOf(name: string): string {
  const words = name.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
