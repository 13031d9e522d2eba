/** How the files of well-known sets are named: which field is the class and which the person. Fields count from 1. */
export interface NamePattern {
  readonly name: string;
  readonly matches: RegExp;
  readonly separator: string;
  readonly label: number;
  readonly group: number | null;
}

const patterns: readonly NamePattern[] = [
  // modality-channel-emotion-intensity-statement-repetition-actor; Livingstone & Russo 2018
  { name: 'RAVDESS', matches: /^\d\d(-\d\d){6}$/, separator: '-', label: 3, group: 7 },
  // digit_speaker_take; Jackson, Free Spoken Digit Dataset
  { name: 'Free Spoken Digits', matches: /^\d_\p{L}+\d*_\d+$/u, separator: '_', label: 1, group: 2 },
  // digit_speaker_take; Becker et al. 2018
  { name: 'AudioMNIST', matches: /^\d_\d{2}_\d{1,2}$/, separator: '_', label: 1, group: 2 },
  // actor_sentence_emotion_level; Cao et al. 2014
  { name: 'CREMA-D', matches: /^\d{4}_[A-Z]{3}_[A-Z]{3}_[A-Z]{2}$/, separator: '_', label: 3, group: 1 },
  // speaker_word_emotion; Pichora-Fuller & Dupuis 2020
  { name: 'TESS', matches: /^(OAF?|YAF)_[a-z]+_[a-z]+$/i, separator: '_', label: 3, group: 1 },
  // fold-recording-take-class; Piczak 2015
  { name: 'ESC-50', matches: /^[1-5]-\d+-[A-Z]-\d{1,2}$/, separator: '-', label: 4, group: 2 },
  // recording-class-occurrence-slice; Salamon et al. 2014
  { name: 'UrbanSound8K', matches: /^\d+-\d-\d+-\d+$/, separator: '-', label: 2, group: 1 },
];

/** The pattern that nearly all of the names have; null for none. */
export function namePatternOf(stems: readonly string[], share: number): NamePattern | null {
  const isUsual = ({ matches }: NamePattern): boolean =>
    stems.length > 0 && stems.filter((stem) => matches.test(stem)).length >= share * stems.length;
  const found = patterns.find(isUsual);
  // A field that is the same everywhere tells no classes apart.
  if (found === undefined) return null;
  return new Set(stems.map((stem) => stem.split(found.separator)[found.label - 1])).size >= 2 ? found : null;
}
