import type { ImportPlan } from '../../../../shared/domain/dataset';
import type { Recipe } from '../../../../shared/domain/model';
import { plainVariants } from '../../../../shared/domain/model';
import { modelName } from '../../../../shared/domain/model-name';
import { fieldApplies } from '../../../../shared/domain/recipe-fields';
import type { Words } from './words';

export type Facts = readonly (readonly [string, string])[];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fields whose label in the window has another name. */
const labelOf: Readonly<Record<string, string>> = { bidirectional: 'direction' };

/** What is said of a switch: off, on. */
const switches: Readonly<Record<string, readonly [string, string]>> = {
  bidirectional: ['forward', 'both'],
  coupled: ['separate', 'coupled'],
  resetAfter: ['reset_before', 'reset_after'],
  causal: ['ahead', 'causal'],
};

/** The model and how it was trained, field by field that its fit looks at, in the window's words. */
export function recipeFacts(recipe: Recipe, words: Words): { model: Facts; training: Facts } {
  const of = (section: 'model' | 'training'): Facts =>
    Object.entries(recipe[section]).flatMap(([name, value]) => {
      const label = words.find(`train_field_${labelOf[name] ?? snake(name)}`);
      const isShown = label !== null && fieldApplies({ section, name }, recipe) && !isPlain(name, value);
      return isShown ? [[label, valueWord(name, value, words)] as const] : [];
    });
  return {
    model: [[words.find('train_field_cell')!, modelName(recipe.model)], ...of('model')],
    training: of('training'),
  };
}

/** Variants that a network has not got need no line. */
function isPlain(name: string, value: unknown): boolean {
  if (name === 'cell' || name === 'family') return true;
  if (!(name in plainVariants)) return false;
  return JSON.stringify(plainVariants[name as keyof typeof plainVariants]) === JSON.stringify(value);
}

function valueWord(name: string, value: unknown, words: Words): string {
  const word = (key: string): string | null => words.find(`train_word_${key}`);
  if (value === null) return word('from_data') ?? '';
  if (typeof value === 'number') return words.plain(value);
  if (typeof value === 'boolean') {
    const [off, on] = switches[name] ?? ['off', 'on'];
    return word(value ? on : off) ?? String(value);
  }
  if (name === 'forgetInit') return word(`forget_${String(value)}`) ?? String(value);
  if (name === 'pooling' && value === 'none') return word('none_pooling') ?? value;
  if (name === 'schedule') return word((value as Recipe['training']['schedule']).kind)!;
  if (name === 'convolutions')
    return convolutionWords(value as { filters: number; width: number; stride: number }[]);
  if (Array.isArray(value)) return value.map((one) => words.plain(Number(one))).join(', ');
  return word(String(value)) ?? String(value);
}

/** `16 × 9, ÷ 4`: filters, steps that one sees, and what is left of the steps. */
function convolutionWords(layers: readonly { filters: number; width: number; stride: number }[]): string {
  return layers.map(({ filters, width, stride }) => `${filters} × ${width}, ÷ ${stride}`).join('; ');
}

/** What goes in. */
export function featureFacts({ features, channels, rateHz }: ImportPlan, words: Words): Facts {
  const label = (key: string): string => words.find(`data_${key}`)!;
  const onOff = (on: boolean): string => words.find(`train_word_${on ? 'on' : 'off'}`)!;
  const rows: (readonly [string, string])[] = [
    [words.say('report_feature_kind'), label(`features_${features.kind}`)],
    [label('channels'), channels.join(', ')],
  ];
  if (rateHz !== null) rows.push([label('rate'), `${words.number(rateHz)} Hz`]);
  if ('windowMs' in features) {
    rows.push([label('window'), `${words.number(features.windowMs)} ms`]);
    rows.push([label('hop'), `${words.number(features.hopMs)} ms`]);
    rows.push([label('bands'), words.count(features.bands)]);
    const range = `${words.count(features.minHz)}–${words.count(features.maxHz)} Hz`;
    rows.push([words.say('report_feature_range'), range]);
  }
  if ('coefficients' in features) {
    rows.push([label('coefficients'), words.count(features.coefficients)]);
    rows.push([label('deltas'), onOff(features.deltas)]);
  }
  if ('differences' in features) rows.push([label('differences'), onOff(features.differences)]);
  rows.push([label('standardise'), onOff(features.standardise)]);
  return rows;
}
