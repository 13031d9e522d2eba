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

/** Bytes at a place; fewer where the file ends. */
export async function bytesAt(file: ByteFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** The bytes from a place on as a file of their own. */
export function fileFrom(file: ByteFile, start: number): ByteFile {
  return { read: (into, offset, length, position) => file.read(into, offset, length, start + position) };
}
