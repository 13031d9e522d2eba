import type { RecipeProposal } from '../../../shared/domain/model';
import { formatCount } from '../../ui/format';

/** Sizes as they are read, T for a length that is that of the sequence, T/4 behind strides that make 4 of it. */
function shapeText(shape: readonly (number | null)[], stride: number): string {
  const time = stride === 1 ? 'T' : `T/${formatCount(stride)}`;
  return shape.map((size) => (size === null ? time : formatCount(size))).join(' × ');
}

/** The shape that goes into a network and what comes out of each of its layers. */
export function networkShapes({ recipe, layers }: Pick<RecipeProposal, 'recipe' | 'layers'>): {
  readonly input: string;
  readonly outputs: readonly string[];
} {
  const convolutions = 'convolutions' in recipe.model ? recipe.model.convolutions : [];
  let stride = 1;
  let passed = 0;
  const outputs = layers.map(({ name, outputShape }) => {
    if (/^conv(_\d+)?$/.test(name)) stride *= convolutions[passed++]?.stride ?? 1;
    return shapeText(outputShape, stride);
  });
  return { input: shapeText(layers[0]?.inputShape ?? [], 1), outputs };
}
