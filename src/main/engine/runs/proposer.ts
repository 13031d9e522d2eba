import type { Dataset } from '../../../shared/domain/dataset';
import type { ComputeSpec, RecipeChoices, RecipeProposal, SettledRecipe } from '../../../shared/domain/model';
import { isNetwork } from '../../../shared/domain/model';
import type { PreparedData } from '../prepare/prepared';
import { readPrepared } from '../prepare/prepared';
import { factsOf } from '../models/recipe/data-facts';
import type { MachineSpeed } from '../models/cost/model-cost';
import { modelCost } from '../models/cost/model-cost';
import { proposeRecipe } from '../models/recipe/propose';
import { shapeFor } from '../models/network/weights';

const KEPT_DATASETS = 8;

/** A data set without its features, and how many bytes those are. */
interface Outline {
  readonly data: PreparedData;
  readonly featureBytes: number;
}

/**
 * Proposes recipes for data sets. A proposal looks at lengths, labels and splits, not at the features, so those are
 * all that is kept of the last data sets that were asked for.
 */
export class Proposer {
  readonly #outlines = new Map<string, Promise<Outline>>();

  constructor(
    private readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string },
    private readonly settings: { read(): Promise<ComputeSpec> },
    private readonly speed: { read(): Promise<MachineSpeed | null> },
  ) {}

  /** {@link settle}, and what the model will cost. @throws UnrollError as that */
  async propose(datasetId: string, choices: RecipeChoices): Promise<RecipeProposal> {
    const settled = await this.settle(datasetId, choices);
    const { model: spec, training } = settled.recipe;
    if (!isNetwork(spec)) return { ...settled, cost: null };
    const { plan, stepSeconds } = this.datasets.get(datasetId).understanding;
    const { data, featureBytes } = await this.#outline(datasetId);
    const { medianSteps, longestSteps } = factsOf(data, plan.modality);
    const facts = {
      ...{ spec, shape: shapeFor(data, training.quantiles), features: plan.features },
      ...{ channels: plan.channels.length, rateHz: plan.rateHz, stepSeconds, medianSteps, longestSteps },
      ...{ batch: training.batch, dataBytes: featureBytes },
    };
    return { ...settled, cost: modelCost(facts, await this.speed.read()) };
  }

  /** @throws UnrollError DATASET_UNKNOWN, FILE_MISSING, FILE_CORRUPT */
  async settle(datasetId: string, choices: RecipeChoices): Promise<SettledRecipe> {
    const { understanding } = this.datasets.get(datasetId);
    const { backend, kernel } = await this.settings.read();
    const compute = {
      backend: choices.compute?.backend ?? backend,
      kernel: choices.compute?.kernel ?? kernel,
    };
    const { data } = await this.#outline(datasetId);
    return proposeRecipe(data, { ...choices, compute }, understanding.plan.modality);
  }

  #outline(datasetId: string): Promise<Outline> {
    const known = this.#outlines.get(datasetId);
    if (known !== undefined) return known;
    const outline = readPrepared(this.datasets.preparedFile(datasetId)).then((data) => ({
      data: { ...data, features: new Float32Array() },
      featureBytes: data.features.length * Float32Array.BYTES_PER_ELEMENT,
    }));
    outline.catch(() => this.#outlines.delete(datasetId));
    this.#outlines.set(datasetId, outline);
    const [oldest] = this.#outlines.keys();
    if (this.#outlines.size > KEPT_DATASETS && oldest !== undefined) this.#outlines.delete(oldest);
    return outline;
  }
}
