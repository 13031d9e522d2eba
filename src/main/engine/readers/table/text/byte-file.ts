/** Bytes at any place of a file, or of what stands in for one. */
export interface ByteFile {
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Text in memory as a file. */
export function fileOfText(text: string): { readonly file: ByteFile; readonly size: number } {
  const bytes = Buffer.from(text);
  const read: ByteFile['read'] = (into, offset, length, position) => {
    const part = bytes.subarray(position, position + length);
    into.set(part, offset);
    return Promise.resolve({ bytesRead: part.length });
  };
  return { file: { read }, size: bytes.length };
}
