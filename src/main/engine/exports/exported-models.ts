import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { readBundleFile } from '../formats/bundle/bundle-file';
import { unpackWeights } from '../formats/bundle/unpacked-weights';
import type { ModelCard } from '../../../shared/contract/model-card';
import type { Home } from '../files/home';
import type { ExportedModel } from '../inference/open-model';
import { fittedFacts, networkFacts } from '../inference/open-model';
import { readModelFolder } from './model-folder';
import { BUNDLE_FILE } from './writers';

/** Models without a run: kept bundles, and bundles and folders anywhere on the disk. */
export class ExportedModels {
  constructor(
    private readonly home: Pick<Home, 'cacheDir'>,
    private readonly kept: { fileOf(id: string): string | null },
  ) {}

  find(name: string): string | null {
    const file = this.kept.fileOf(name);
    if (file !== null) return file;
    const path = resolve(name);
    return existsSync(path) ? path : null;
  }

  /**
   * @param path a bundle, a folder with one, or a folder of safetensors or tfjs files
   * @throws UnrollError FILE_MISSING, MODEL_UNREADABLE
   */
  async open(path: string): Promise<ExportedModel> {
    const there = await stat(path).catch((cause: unknown) => {
      throw failure('FILE_MISSING.notOpened', { file: path }, { cause });
    });
    if (!there.isDirectory()) return this.openBundle(path);
    const bundle = join(path, BUNDLE_FILE);
    if (existsSync(bundle)) return this.openBundle(bundle);
    const { card, model } = await readModelFolder(path);
    const { plan, medianSteps, longestSteps } = card.input;
    const source = { kind: 'model', model } as const;
    const known = { card, name: card.name, plan, medianSteps, longestSteps, source };
    return { ...known, ...decided(card), ...networkFacts(model) };
  }

  private async openBundle(path: string): Promise<ExportedModel> {
    const bundle = await readBundleFile(path);
    const { card, model } = bundle;
    const { plan, medianSteps, longestSteps } = card.input;
    const source = { kind: 'file', weightsFile: await unpackWeights(this.home, bundle) } as const;
    const facts = model.kind === 'network' ? networkFacts(model.model) : fittedFacts(model.model);
    return { card, name: card.name, plan, medianSteps, longestSteps, source, ...decided(card), ...facts };
  }
}

function decided({ detection, reject }: ModelCard): Pick<ExportedModel, 'decision' | 'reject'> {
  return {
    ...(detection !== undefined && { decision: detection.decision }),
    ...(reject !== undefined && { reject }),
  };
}
