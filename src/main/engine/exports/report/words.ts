import classicalEn from '../../../../../messages/classical/en.json';
import classicalKo from '../../../../../messages/classical/ko.json';
import dataEn from '../../../../../messages/data/en.json';
import dataKo from '../../../../../messages/data/ko.json';
import neuralEn from '../../../../../messages/neural/en.json';
import neuralKo from '../../../../../messages/neural/ko.json';
import reportEn from '../../../../../messages/report/en.json';
import reportKo from '../../../../../messages/report/ko.json';
import tasksEn from '../../../../../messages/tasks/en.json';
import tasksKo from '../../../../../messages/tasks/ko.json';
import trainEn from '../../../../../messages/train/en.json';
import trainKo from '../../../../../messages/train/ko.json';
import type { ReportLanguage } from '../../../../shared/contract/exports';

type Messages = Readonly<Record<string, unknown>>;

/** A report says what the window says, in its words. */
const messages: Readonly<Record<ReportLanguage, Messages>> = {
  en: { ...dataEn, ...trainEn, ...classicalEn, ...neuralEn, ...tasksEn, ...reportEn },
  ko: { ...dataKo, ...trainKo, ...classicalKo, ...neuralKo, ...tasksKo, ...reportKo },
};

export type ReportKey = Exclude<keyof typeof reportEn, '$schema'>;

/** The words and numbers of one language. */
export class Words {
  constructor(readonly language: ReportLanguage) {}

  /** A message of the report, or another of the window's that takes no plural; null when there is none. */
  find(key: string, facts: Readonly<Record<string, string>> = {}): string | null {
    const text = messages[this.language][key];
    if (typeof text !== 'string') return null;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
  }

  say(key: ReportKey, facts: Readonly<Record<string, string>> = {}): string {
    return this.find(key, facts)!;
  }

  count(value: number): string {
    return value.toLocaleString(this.language);
  }

  /** As it would be typed: 0.0001 rather than 1E-4. */
  plain(value: number): string {
    return value.toLocaleString(this.language, { maximumSignificantDigits: 6, useGrouping: false });
  }

  number(value: number, digits = 4): string {
    return value.toLocaleString(this.language, { maximumSignificantDigits: digits });
  }

  fixed(value: number, digits: number): string {
    return value.toLocaleString(this.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }

  percent(value: number): string {
    return `${this.fixed(100 * value, 1)}%`;
  }

  /** @param iso ISO 8601 */
  date(iso: string): string {
    return new Date(iso).toLocaleDateString(this.language, { dateStyle: 'long', timeZone: 'UTC' });
  }
}
