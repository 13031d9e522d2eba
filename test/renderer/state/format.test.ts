import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followLanguage, m } from '../../../src/renderer/i18n';
import { language } from '../../../src/renderer/language.svelte';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatNumber,
  formatPercent,
  formatRange,
  formatRate,
} from '../../../src/renderer/ui/format';

beforeAll(followLanguage);
beforeEach(() => language.choose('en'));

describe('numbers for people', () => {
  it('have sensible digits', () => {
    expect(formatNumber(0.31)).toBe('0.31');
    expect(formatNumber(12.4321)).toBe('12.4');
    expect(formatNumber(52_608)).toBe('52,608');
    expect(formatNumber(0.0001)).toBe('0.0001');
    expect(formatNumber(0)).toBe('0');
    expect(formatCount(1_000_000)).toBe('1,000,000');
    expect(formatFixed(0.95)).toBe('0.950');
    expect(formatPercent(0.9534)).toBe('95.3%');
  });

  it('say so when there is none', () => {
    for (const none of [null, undefined, Number.NaN]) {
      expect(formatNumber(none)).toBe('–');
      expect(formatFixed(none)).toBe('–');
    }
    expect(formatDuration(null)).toBe('–');
    expect(formatRate(null)).toBe('–');
  });

  it('carry their unit', () => {
    expect(formatRate(16_000)).toBe('16 kHz');
    expect(formatRate(44_100)).toBe('44.1 kHz');
    expect(formatRate(50)).toBe('50 Hz');
    expect(formatRate(1 / 1800)).toBe('every 30 min');
    expect(formatBytes(3_400_000)).toBe('3.4 MB');
    expect(formatBytes(0)).toBe('0 B');
  });

  it('tell durations in two units at most', () => {
    expect(formatDuration(0.008)).toBe('8 ms');
    expect(formatDuration(0.42)).toBe('0.42 s');
    expect(formatDuration(59.4)).toBe('59 s');
    expect(formatDuration(200)).toBe('3 min 20 s');
    expect(formatDuration(180)).toBe('3 min');
    expect(formatDuration(3_900)).toBe('1 h 5 min');
    expect(formatDuration(100_000)).toBe('1 d 4 h');
  });

  it('follow the language at once', () => {
    language.choose('ko');
    expect(formatDuration(200)).toBe('3분 20초');
  });

  it('take the Korean particle that fits the fact', () => {
    language.choose('ko');
    expect(m.look_said({ label: '드럼' })).toBe('드럼으로 예측');
    expect(m.look_said({ label: '종' })).toBe('종으로 예측');
    expect(m.look_said({ label: '새' })).toBe('새로 예측');
    expect(m.look_attention_label({ head: 2 })).toBe('헤드 2가 보는 곳');
  });

  it('show a range of one value as that value', () => {
    expect(formatRange('7', '29')).toBe('7–29');
    expect(formatRange('100', '100')).toBe('100');
  });
});
