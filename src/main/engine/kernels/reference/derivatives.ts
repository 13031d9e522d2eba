import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../../shared/domain/model';

/** σ′ at a point where σ = y: y (1 − y). */
export const sigmoidSlope = (y: Tensor2D): Tensor2D => tf.mul(y, tf.sub(1, y));

/** tanh′ at a point where tanh = y: 1 − y². */
export const tanhSlope = (y: Tensor2D): Tensor2D => tf.sub(1, tf.square(y));

export function activate(activation: Activation, x: Tensor2D): Tensor2D {
  switch (activation) {
    case 'tanh':
      return tf.tanh(x);
    case 'relu':
      return tf.relu(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'linear':
      return x;
  }
}

/** φ′ where φ = y; every φ here is monotonous enough that y alone tells it. */
export function slope(activation: Activation, y: Tensor2D): Tensor2D {
  switch (activation) {
    case 'tanh':
      return tanhSlope(y);
    case 'relu':
      return tf.step(y);
    case 'sigmoid':
      return sigmoidSlope(y);
    case 'linear':
      return tf.onesLike(y);
  }
}
