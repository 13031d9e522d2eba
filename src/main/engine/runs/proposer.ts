import type { Dataset } from '../../../shared/domain/dataset';
import type { ComputeSpec, RecipeChoices, RecipeProposal } from '../../../shared/domain/model';
import type { PreparedData } from '../datasets/prepared';
import { readPrepared } from '../datasets/prepared';
import { proposeRecipe } from '../models/propose';

const KEPT_DATASETS = 8;

/**
 * Proposes recipes for data sets. A proposal looks at lengths, labels and splits, not at the features, so those are
 * all that is kept of the last data sets that were asked for.
 */
export class Proposer {
  readonly #outlines = new Map<string, Promise<PreparedData>>();

  constructor(
    private readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string },
    private readonly settings: { read(): Promise<ComputeSpec> },
  ) {}

  /** @throws UnrollError DATASET_UNKNOWN, FILE_MISSING, FILE_CORRUPT */
  async propose(datasetId: string, choices: RecipeChoices): Promise<RecipeProposal> {
    const { understanding } = this.datasets.get(datasetId);
    const { backend, kernel } = await this.settings.read();
    const compute = {
      backend: choices.compute?.backend ?? backend,
      kernel: choices.compute?.kernel ?? kernel,
    };
    const outline = await this.#outline(datasetId);
    return proposeRecipe(outline, { ...choices, compute }, understanding.plan.modality);
  }

  #outline(datasetId: string): Promise<PreparedData> {
    const known = this.#outlines.get(datasetId);
    if (known !== undefined) return known;
    const outline = readPrepared(this.datasets.preparedFile(datasetId)).then((data) => ({
      ...data,
      features: new Float32Array(),
    }));
    outline.catch(() => this.#outlines.delete(datasetId));
    this.#outlines.set(datasetId, outline);
    const [oldest] = this.#outlines.keys();
    if (this.#outlines.size > KEPT_DATASETS && oldest !== undefined) this.#outlines.delete(oldest);
    return outline;
  }
}
