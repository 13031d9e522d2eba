import type { SettingSpec, SettingValue, SettingValues } from '../../../shared/domain/experiment';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';

function refuse(setting: string, wanted: Why): never {
  throw failure('ARGUMENT_INVALID.setting', { setting, ...wanted });
}

const within = ({ min, max }: { readonly min: number; readonly max: number }) => ({ min, max });

function isNumbers(value: SettingValue): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number' && Number.isFinite(entry));
}

function check(spec: SettingSpec, value: SettingValue): SettingValue {
  switch (spec.kind) {
    case 'number': {
      const isWhole = Number.isInteger(spec.step) && Number.isInteger(spec.min);
      if (typeof value === 'number' && value >= spec.min && value <= spec.max)
        if (!isWhole || Number.isInteger(value)) return value;
      return refuse(
        spec.key,
        why('why.setting.number', { isWhole: isWhole ? 'yes' : 'no', ...within(spec) }),
      );
    }
    case 'switch':
      return typeof value === 'boolean' ? value : refuse(spec.key, why('why.setting.switch'));
    case 'dataset':
      return typeof value === 'string' ? value : refuse(spec.key, why('why.setting.dataset'));
    case 'choice':
      if (typeof value === 'string' && spec.options.includes(value)) return value;
      return refuse(spec.key, why('why.setting.choice', { options: spec.options.join(', ') }));
    case 'choices':
      if (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => spec.options.includes(String(one)))
      )
        return spec.options.filter((option) => (value as unknown[]).includes(option));
      return refuse(spec.key, why('why.setting.choices', { options: spec.options.join(', ') }));
    case 'numbers':
      if (isNumbers(value) && value.length > 0 && value.every((n) => n >= spec.min && n <= spec.max))
        return [...new Set(value.map(Math.round))].sort((a, b) => a - b);
      return refuse(spec.key, why('why.setting.numbers', within(spec)));
    case 'signal':
      if (isNumbers(value) && value.length > 1 && value.length <= 1000)
        return value.map((entry) => Math.min(spec.max, Math.max(spec.min, entry)));
      return refuse(spec.key, why('why.setting.signal', within(spec)));
  }
}

/** Every setting of an experiment: what was given, else its default. @throws UnrollError ARGUMENT_INVALID */
export function settle(specs: readonly SettingSpec[], given: SettingValues): SettingValues {
  const unknown = Object.keys(given).find((key) => specs.every((spec) => spec.key !== key));
  if (unknown !== undefined)
    throw failure('ARGUMENT_INVALID.settingUnknown', {
      setting: unknown,
      settings: specs.map(({ key }) => key).join(', '),
    });
  return Object.fromEntries(specs.map((spec) => [spec.key, check(spec, given[spec.key] ?? spec.value)]));
}

/** Settled settings by name and type. */
export class Settings {
  constructor(readonly values: SettingValues) {}

  number(key: string): number {
    return this.values[key] as number;
  }

  flag(key: string): boolean {
    return this.values[key] as boolean;
  }

  text<T extends string = string>(key: string): T {
    return this.values[key] as T;
  }

  texts<T extends string>(key: string): T[] {
    return this.values[key] as T[];
  }

  numbers(key: string): number[] {
    return this.values[key] as number[];
  }
}
