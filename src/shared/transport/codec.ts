import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import type { WireMessage } from './channel';

type TypedArray =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>;

/** MessagePack extension type → what it holds, little-endian. `Uint8Array` is MessagePack's own `bin`. */
const extensions: readonly (readonly [number, string, new (buffer: ArrayBuffer) => TypedArray])[] = [
  [1, 'Float32Array', Float32Array],
  [2, 'Float64Array', Float64Array],
  [3, 'Int8Array', Int8Array],
  [4, 'Int16Array', Int16Array],
  [5, 'Int32Array', Int32Array],
  [6, 'Uint16Array', Uint16Array],
  [7, 'Uint32Array', Uint32Array],
  [8, 'BigInt64Array', BigInt64Array],
  [9, 'BigUint64Array', BigUint64Array],
];

const extensionCodec = new ExtensionCodec();
for (const [type, tag, Type] of extensions)
  extensionCodec.register({
    type,
    encode: (value) => {
      if (Object.prototype.toString.call(value) !== `[object ${tag}]`) return null;
      const { buffer, byteOffset, byteLength } = value as TypedArray;
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
    // A copy, because elements must lie at multiples of their size and the message starts anywhere.
    decode: (bytes) => new Type(bytes.slice().buffer as ArrayBuffer),
  });

/**
 * One message as bytes, for transports without structured clone. MessagePack, because JSON loses typed arrays,
 * NaN and infinities. Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function encodeMessage(message: WireMessage): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec, ignoreUndefined: true });
}

/** @throws RangeError or DecodeError when the bytes are not one whole MessagePack map. */
export function decodeMessage(bytes: ArrayBuffer | Uint8Array): WireMessage {
  const message = decode(bytes, { extensionCodec });
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new RangeError('The message is not a map.');
  return message as WireMessage;
}
