/** A file and its path within what was dropped: `speech/de/a.wav`. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** What a drop holds: folders and files as entries, and files that have none, as those made by a script. */
export interface Drop {
  readonly entries: readonly FileSystemEntry[];
  readonly files: readonly File[];
}

/** Must be called within the drop event: the browser forgets the entries after it. */
export function takeEntries(transfer: DataTransfer): Drop {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    if (file !== null) files.push(file);
  }
  return { entries, files };
}

/** Every file of a drop, in the order of their paths; hidden files are left out. */
export async function filesBelow(drop: Drop): Promise<readonly DroppedFile[]> {
  const files: DroppedFile[] = drop.files.map((file) => ({ path: file.name, file }));
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.name.startsWith('.')) return;
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      files.push({ path: entry.fullPath.replace(/^\//, ''), file });
    } else if (isDirectory(entry)) {
      for (const child of await childrenOf(entry)) await visit(child);
    }
  };
  for (const entry of drop.entries) await visit(entry);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The same from a file picker. */
export function filesOf(picked: FileList): readonly DroppedFile[] {
  return [...picked]
    .filter((file) => !file.name.startsWith('.'))
    .map((file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** `readEntries` gives at most a hundred at a time and nothing when it is through. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
