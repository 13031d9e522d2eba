/** Where ONNX' gates stand among Keras': LSTM i o f c of i f c o; GRU z r h of z r h. */
export const gateOrders = { rnn: [0], lstm: [0, 3, 1, 2], gru: [0, 1, 2] } as const;
