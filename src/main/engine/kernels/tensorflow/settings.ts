/** Variables of the environment that TensorFlow is to find unless somebody has set them. */
export const tensorflowSettings: Readonly<Record<string, string>> = {
  /** Warnings and errors, without notes for its developers. */
  TF_CPP_MIN_LOG_LEVEL: '2',
  /** Else one process takes the whole memory of a GPU, and a second lab or the doctor finds none. */
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
};
