import type { SampleSet } from '../../../../shared/contract/datasets';
import { m } from '../../../i18n';

interface SampleText {
  readonly title: string;
  readonly sentence: string;
}

const known: Readonly<Record<string, () => SampleText>> = {
  'drum-sounds': () => ({ title: m.data_sample_drums_title(), sentence: m.data_sample_drums() }),
  'shoulder-exercises': () => ({
    title: m.data_sample_shoulder_title(),
    sentence: m.data_sample_shoulder(),
  }),
};

/** A sample set's title and one sentence; one that the window does not know goes by its folder's name. */
export function sampleText(sample: SampleSet): SampleText {
  const words = sample.name.replace(/[-_]+/g, ' ');
  return (
    known[sample.name]?.() ?? {
      title: words.charAt(0).toUpperCase() + words.slice(1),
      sentence: sample.modality === 'audio' ? m.data_sample_audio() : m.data_sample_sensor(),
    }
  );
}
