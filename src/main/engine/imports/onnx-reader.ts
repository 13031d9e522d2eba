import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../formats/onnx/onnx-file';
import { decodeOnnx } from '../formats/onnx/onnx-file';
import { denseOf, recurrentOf } from './onnx-layers';
import { Constants } from './onnx-tensors';
import type { ForeignNetwork, ForeignPart } from './parts';
import { refuse } from './parts';
import { assembleForeign } from './assemble';

const MOST_NODES = 500;

function unreadable(reason: Why, cause?: unknown): UnrollError {
  return failure('MODEL_UNREADABLE.onnx', { ...reason }, { cause });
}

/**
 * An ONNX model of recurrent operators and a dense head, one after another. The graph is read and never run; an operator
 * without a counterpart is refused by name.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export function readOnnxModel(bytes: Uint8Array): ForeignNetwork {
  let model: OnnxModel;
  try {
    model = decodeOnnx(bytes);
  } catch (thrown) {
    throw unreadable(why('why.foreign.damaged'), thrown);
  }
  const { graph } = model;
  if (graph === undefined || graph.node.length === 0) throw unreadable(why('why.foreign.noGraph'));
  if (graph.node.length > MOST_NODES) refuse(`${graph.node.length} operators`);
  return assembleForeign(partsOf(graph));
}

/** Dimensions of a value by what they count: time, batch, directions, units (features, outputs). */
type Axis = 't' | 'b' | 'd' | 'u';

interface Place {
  /** The value that is followed. */
  value: string;
  /** Null before the first recurrent operator. */
  axes: readonly Axis[] | null;
  /** What of the sequence is left: all steps, or the final state. */
  directions: number;
}

/** Follows the one input to the one output. Each step moves on to a later node, so a cycle ends the walk. */
function partsOf(graph: OnnxGraph): ForeignPart[] {
  const constants = new Constants(graph);
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const data = inputs.filter(({ type }) => type.tensorType?.elemType === 1);
  if (data.length !== 1) refuse(`${data.length} inputs of numbers`);
  const output = graph.output[0]?.name;
  const place: Place = { value: data[0]!.name, axes: null, directions: 1 };
  const parts: ForeignPart[] = [];
  const used = new Set<OnnxNode>();
  while (place.value !== output) {
    const users = graph.node.filter((node) => node.input.includes(place.value) && node.opType !== 'Shape');
    if (users.length !== 1)
      refuse(users.length === 0 ? 'an output that its input does not reach' : 'branches');
    const node = users[0]!;
    if (used.has(node)) refuse('a cycle');
    used.add(node);
    step(node, place, parts, constants, graph);
  }
  return parts;
}

const passing = new Set(['Identity', 'Dropout']);

function step(
  node: OnnxNode,
  place: Place,
  parts: ForeignPart[],
  constants: Constants,
  graph: OnnxGraph,
): void {
  const { opType } = node;
  if ((node.domain ?? '') !== '') refuse(`the operator ${node.domain!}.${opType}`);
  const [first] = node.output;
  if (passing.has(opType)) place.value = first!;
  else if (['LSTM', 'GRU', 'RNN'].includes(opType)) enter(node, place, parts, constants, graph);
  else if (opType === 'Transpose') transpose(node, place);
  else if (opType === 'Squeeze') squeeze(node, place, constants);
  else if (opType === 'Reshape') mergeUnits(node, place, constants);
  else if (opType === 'Gather' || opType === 'Slice') lastStep(node, place, parts, constants);
  else if (opType === 'ReduceMean') mean(node, place, parts, constants);
  else if (opType === 'Gemm' || opType === 'MatMul') {
    requirePooled(place);
    parts.push(denseOf(node, place.value, constants));
    place.value = first!;
  } else if (opType === 'Add') {
    addBias(node, place, parts, constants);
  } else if (opType === 'Softmax' || opType === 'Sigmoid') {
    const last = parts.at(-1);
    if (last?.kind !== 'dense') refuse(`a ${opType} before its head`);
    parts[parts.length - 1] = { ...last, activation: opType === 'Softmax' ? 'softmax' : 'sigmoid' };
    place.value = first!;
  } else refuse(`the operator ${opType}`);
}

/** A recurrent operator: all its steps go on, or its final states. */
function enter(
  node: OnnxNode,
  place: Place,
  parts: ForeignPart[],
  constants: Constants,
  graph: OnnxGraph,
): void {
  if (node.input[0] !== place.value) refuse('an input where weights belong');
  if (place.axes !== null && place.axes.join() !== 't,b,u') refuse('a recurrent operator over another axis');
  const isUsed = (name: string | undefined): boolean =>
    name !== undefined &&
    name !== '' &&
    (graph.node.some(({ input }) => input.includes(name)) ||
      graph.output.some((value) => value.name === name));
  const [sequence, final, cell] = node.output;
  if (isUsed(cell)) refuse('an output of its cell state');
  if (isUsed(sequence) === isUsed(final)) refuse('a recurrent layer of which steps and final state go on');
  const sequences = isUsed(sequence);
  const part = recurrentOf(node, constants, sequences);
  parts.push(part);
  place.value = sequences ? sequence! : final!;
  place.axes = sequences ? ['t', 'd', 'b', 'u'] : ['d', 'b', 'u'];
  place.directions = part.directions.length;
}

function transpose(node: OnnxNode, place: Place): void {
  const perm = node.attribute.find(({ name }) => name === 'perm')?.ints;
  if (place.axes !== null) {
    const { axes } = place;
    const order = perm ?? axes.map((_, k) => axes.length - 1 - k);
    if (order.length !== axes.length || order.some((axis) => axes[axis] === undefined))
      refuse('a damaged Transpose');
    place.axes = order.map((axis) => axes[axis]!);
  } else if (perm?.join() !== '1,0,2') refuse('a Transpose of its features');
  place.value = node.output[0]!;
}

function axisOf(place: Place, axis: number): Axis | undefined {
  return place.axes?.at(axis);
}

function squeeze(node: OnnxNode, place: Place, constants: Constants): void {
  const axes = node.attribute.find(({ name }) => name === 'axes')?.ints ?? constants.integers(node.input[1]);
  if (axes?.length !== 1 || axisOf(place, axes[0]!) !== 'd' || place.directions !== 1)
    refuse('a Squeeze of more than one direction');
  place.axes = place.axes!.filter((axis) => axis !== 'd');
  place.value = node.output[0]!;
}

/** Directions and units, one behind the other, become one axis; any other Reshape is refused. */
function mergeUnits(node: OnnxNode, place: Place, constants: Constants): void {
  const shape = constants.integers(node.input[1]);
  const { axes } = place;
  if (axes === null || shape === null || shape.length !== axes.length - 1 || axes.slice(-2).join() !== 'd,u')
    refuse('a Reshape that does more than join directions');
  if (shape.slice(0, -1).some((size, k) => size !== 0 && !(size === -1 && axes[k] !== 'u')))
    refuse('a Reshape to fixed sizes');
  place.axes = [...axes.slice(0, -2), 'u'];
  place.value = node.output[0]!;
}

function toFinal(place: Place, parts: ForeignPart[]): void {
  const last = parts.at(-1);
  if (last?.kind !== 'recurrent') refuse('a last step of something else');
  // The last step of a backward layer is the first that it has read.
  if (place.directions !== 1) refuse('the last step of a bidirectional layer instead of its final states');
  parts[parts.length - 1] = { ...last, sequences: false };
  place.axes = place.axes!.filter((axis) => axis !== 't' && axis !== 'd');
}

function lastStep(node: OnnxNode, place: Place, parts: ForeignPart[], constants: Constants): void {
  if (node.opType === 'Slice') refuse('the operator Slice');
  const axis = node.attribute.find(({ name }) => name === 'axis')?.i ?? 0;
  const index = constants.integers(node.input[1]);
  if (node.input[0] !== place.value || axisOf(place, axis) !== 't' || index?.join() !== '-1')
    refuse('a Gather of anything but the last step');
  toFinal(place, parts);
  place.value = node.output[0]!;
}

function mean(node: OnnxNode, place: Place, parts: ForeignPart[], constants: Constants): void {
  const attribute = (wanted: string) => node.attribute.find(({ name }) => name === wanted);
  const axes = attribute('axes')?.ints ?? constants.integers(node.input[1]);
  if (axes?.length !== 1 || axisOf(place, axes[0]!) !== 't') refuse('a mean over another axis than time');
  if ((attribute('keepdims')?.i ?? 1) !== 0) refuse('a mean that keeps its axis');
  parts.push({ kind: 'mean' });
  place.axes = place.axes!.filter((axis) => axis !== 't');
  place.value = node.output[0]!;
}

function requirePooled(place: Place): void {
  if (place.axes?.join() !== 'b,u') refuse('a head at every step');
}

function addBias(node: OnnxNode, place: Place, parts: ForeignPart[], constants: Constants): void {
  const last = parts.at(-1);
  const other = node.input.find((name) => name !== place.value);
  const bias = constants.floats(other);
  if (last?.kind !== 'dense' || last.activation !== 'linear' || bias?.length !== last.outputs)
    refuse('an Add of something else than a bias');
  parts[parts.length - 1] = { ...last, bias: last.bias.map((value, k) => value + bias[k]!) };
  place.value = node.output[0]!;
}
