import { m } from '../../i18n';

/** A word that is explained where it stands, and the heading of the guide that says more. */
interface HelpWord {
  readonly text: () => string;
  readonly section: string;
}

export const helpWords = {
  group: { text: m.help_group, section: 'data' },
  parts: { text: m.help_parts, section: 'data' },
  features: { text: m.help_features, section: 'data' },
  recipe: { text: m.help_recipe, section: 'defaults' },
  floor: { text: m.help_floor, section: 'models-without-a-network' },
  interval: { text: m.help_interval, section: 'compare' },
  confusion: { text: m.help_confusion, section: 'train' },
  memory: { text: m.help_memory, section: 'look' },
  clamp: { text: m.help_clamp, section: 'look' },
  difference: { text: m.help_difference, section: 'compare' },
  study: { text: m.help_study, section: 'studies' },
  parity: { text: m.help_parity, section: 'models' },
} as const satisfies Readonly<Record<string, HelpWord>>;

export type HelpName = keyof typeof helpWords;
