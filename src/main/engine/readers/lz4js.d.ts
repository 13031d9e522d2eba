declare module 'lz4js' {
  /** Of an LZ4 frame. */
  export function decompress(data: Uint8Array): Uint8Array;
}
