import { describe, expect, it } from 'vitest';
import { proposeRecipe } from '../../../src/main/engine/models/recipe/propose';
import { oscillations, seriesData } from '../training/example-data';

describe('a proposed recipe', () => {
  it('gives a reason for every value', () => {
    const { recipe, reasons } = proposeRecipe(oscillations({ examples: 60 }), {}, 'sensor');
    for (const field of [...Object.keys(recipe.model), ...Object.keys(recipe.training)])
      expect(reasons[field]?.message.length, field).toBeGreaterThan(5);
  });

  it('takes what a person chose and says so', () => {
    const choices = { model: { cell: 'lstm', units: 7 }, training: { epochs: 3 } } as const;
    const { recipe, reasons } = proposeRecipe(oscillations({ examples: 60 }), choices, 'sensor');
    expect(recipe.model).toMatchObject({ cell: 'lstm', units: 7 });
    expect(recipe.training.epochs).toBe(3);
    expect(reasons['units']?.code).toBe('recipe.chosen');
    expect(reasons['layers']?.code).not.toBe('recipe.chosen');
  });

  it.each([10, 50, 500, 5000])('plans enough optimiser steps for %i examples', (examples) => {
    const { recipe } = proposeRecipe(oscillations({ examples }), {}, 'sensor');
    const { epochs, batch, patience } = recipe.training;
    const steps = epochs * Math.ceil((0.6 * examples) / batch);
    expect(steps).toBeGreaterThanOrEqual(examples < 50 ? 300 : 1000);
    expect(patience).toBeGreaterThanOrEqual(5);
  });

  it('weighs classes when one is rare', () => {
    const data = oscillations({ examples: 100, classes: 2 });
    const rare = {
      ...data,
      labels: data.labels.map((label, e) => (e % 10 === 1 ? 1 : label === 1 ? 0 : label)),
    };
    expect(proposeRecipe(data, {}, 'sensor').recipe.training.classWeights).toBe('none');
    expect(proposeRecipe(rare, {}, 'sensor').recipe.training.classWeights).toBe('balanced');
  });

  it('counts parameters as Keras does', () => {
    // Keras: LSTM 4(in · u + u² + u), twice for both directions; dense (2u + 1) · classes.
    const { parameters, layers } = proposeRecipe(
      oscillations({ examples: 60 }),
      { model: { cell: 'lstm', units: 16, layers: 2 } },
      'sensor',
    );
    const first = 2 * 4 * (2 * 16 + 16 * 16 + 16);
    const second = 2 * 4 * (32 * 16 + 16 * 16 + 16);
    expect(layers.map((layer) => layer.parameters)).toEqual([first, second, 0, 33 * 3]);
    expect(parameters).toBe(first + second + 33 * 3);
    // GRU with both biases: 3(in · u + u² + 2u).
    const gru = proposeRecipe(
      oscillations({ examples: 60 }),
      { model: { cell: 'gru', units: 16, resetAfter: true, bidirectional: false } },
      'sensor',
    );
    expect(gru.layers[0]!.parameters).toBe(3 * (2 * 16 + 16 * 16 + 32));
  });

  it('reads a forecast in its own direction from a baseline', () => {
    const data = seriesData({
      values: Array.from({ length: 90 }, (_, t) => Math.sin(t)),
      context: 12,
      season: 1,
    });
    const { recipe } = proposeRecipe(data, {}, 'sensor');
    expect(recipe.model).toMatchObject({ bidirectional: false, pooling: 'last' });
  });
});
