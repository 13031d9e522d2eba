import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ticksOf } from '../../../src/main/engine/exports/report/drawings';
import { ExportService } from '../../../src/main/engine/exports/service';
import type { ReportLanguage } from '../../../src/shared/contract/exports';
import { measureEvents } from '../../../src/main/engine/learning/events/measure';
import type { SoftPart } from '../../../src/main/engine/learning/events/soft-part';
import { usualCriteria } from '../../../src/shared/domain/detection';
import type { Task } from '../../../src/shared/domain/task';
import { makeLab } from './fixture';
import type { Lab } from './fixture';

let lab: Lab;
afterEach(() => rm(lab.workDir, { recursive: true, force: true }));

async function pageOf(language: ReportLanguage, task: Task = 'classify'): Promise<string> {
  lab = await makeLab({ cell: 'lstm', peepholes: true }, task);
  const { html } = await new ExportService(lab.options).report('run-1', language);
  return html;
}

describe('the report', () => {
  it.each(['en', 'ko'] as const)(
    'in %s leaves no word open and reaches nothing outside itself',
    async (language) => {
      const html = await pageOf(language);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/\{\w+\}|\bnull\b|\bundefined\b|\bNaN\b/);
      expect(html).not.toMatch(/<script|https?:|url\(|src=/);
      expect(html).toContain("default-src 'none'");
    },
  );

  it('speaks Korean where the window does', async () => {
    const html = await pageOf('ko', 'forecast');
    for (const word of ['학습 설정', '층마다 유닛 수', '특징']) expect(html).toContain(word);
    expect(html).not.toContain('Units per layer');
  });

  it.each(['en', 'ko'] as const)(
    'says in %s how events are found, also where there are none',
    async (language) => {
      lab = await makeLab({ cell: 'lstm', peepholes: true });
      const stretch = (said: boolean): SoftPart['stretches'][number] => ({
        ...{ scores: Float32Array.from({ length: 100 }, (_, t) => (said && t >= 20 && t < 40 ? 0.9 : 0.1)) },
        ...{
          truth: said ? [{ label: 0, onset: 2, offset: 4 }] : [],
          stepSeconds: 0.1,
          recording: 0,
          firstRow: 0,
        },
      });
      const decision = {
        by: 'psds' as const,
        labels: [{ label: 'bark', smoothSeconds: 0, on: 0.432, off: 0.4, minSeconds: 0 }],
      };
      for (const said of [true, false]) {
        const test = measureEvents({ labels: ['bark'], stretches: [stretch(said)] }, decision, usualCriteria);
        const detection = { decision, criteria: usualCriteria, background: 'rest', validation: null, test };
        const { runs } = lab.options;
        const withEvents = {
          ...runs,
          get: (id: string) => ({ ...runs.get(id), detection }),
          runDir: (id: string) => runs.runDir(id),
        };
        const service = new ExportService({ ...lab.options, runs: withEvents });
        const { html } = await service.report('run-1', language);
        expect(html).toContain('0.432');
        expect(html).toContain(language === 'en' ? 'False alarms an hour' : '시간당 헛알림');
        expect(html).not.toMatch(/\{\w+\}|\bundefined\b|\bNaN\b/);
      }
    },
  );

  it('is written in the chosen language into a folder', async () => {
    lab = await makeLab({});
    const outDir = join(lab.workDir, 'report');
    await new ExportService(lab.options).create('run-1', 'report', outDir, true, false, 'ko');
    expect(await readFile(join(outDir, 'report.html'), 'utf8')).toContain('lang="ko"');
  });
});

it('axes have few round marks that cover their values', () => {
  lab = { workDir: '/nowhere' } as Lab;
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(high - low > 1e-6 * Math.max(1, Math.abs(low), Math.abs(high)));
      const ticks = ticksOf(low, high);
      expect(ticks.length).toBeLessThanOrEqual(7);
      const slack = 1e-6 * (high - low);
      expect(ticks[0]).toBeLessThanOrEqual(low + slack);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - slack);
    }),
  );
});
