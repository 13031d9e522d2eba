/** Bytes at any place of a file, or of what stands in for one. */
export interface ByteFile {
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Bytes in memory as a file. */
export function fileOfBytes(bytes: Uint8Array): ByteFile {
  return {
    read: (into, offset, length, position) => {
      const part = bytes.subarray(position, position + Math.min(length, into.length - offset));
      into.set(part, offset);
      return Promise.resolve({ bytesRead: part.length });
    },
  };
}

/** Text in memory as a file. */
export function fileOfText(text: string): { readonly file: ByteFile; readonly size: number } {
  const bytes = Buffer.from(text);
  return { file: fileOfBytes(bytes), size: bytes.length };
}
