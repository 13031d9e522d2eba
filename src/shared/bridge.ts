/** What Electron's preload script hands to the page as `window.unroll`: a fixed list, nothing else. */
export interface UnrollBridge {
  readonly platform: string;
  /** Asks for a port to the engine; it arrives as a window message, see {@link enginePortMessage}. */
  requestEngine(): void;
  /** The engine process ended, and why. A new one is being started; its port will follow by itself. */
  onEngineGone(listener: (reason: string) => void): void;
  /** A menu item was chosen. */
  onCommand(listener: (command: MenuCommand) => void): void;
  /** The system opens these files and folders with the lab. What came before this call follows at once. */
  onOpenPaths(listener: (paths: string[]) => void): void;
  /** Absolute path of a dropped or picked file; empty for a file without one. */
  pathFor(file: File): string;
  /** Asks a person for files or for folders; empty when cancelled. */
  pickPaths(kind: 'files' | 'folders'): Promise<string[]>;
  /** Asks for a folder to write into; null when cancelled. */
  pickFolder(title: string): Promise<string | null>;
  /** Asks where to write a file; null when cancelled. */
  saveFile(suggestedName: string): Promise<string | null>;
  /** Asks where to write a page as PDF, and prints it there; null when cancelled. */
  savePdf(html: string, suggestedName: string): Promise<string | null>;
  /** Opens the way to the microphone when a person listens, and closes it; false where the system refuses. */
  allowMicrophone(wanted: boolean): Promise<boolean>;
  /** Shows a file or folder in the system's file manager. */
  reveal(path: string): void;
  /** The window's language, for the menus. */
  setLanguage(language: 'en' | 'ko'): void;
  /** How far the window's work is, 0 … 1, for the task bar or the dock; null: nothing runs. */
  setProgress(share: number | null): void;
  /** Data sets that the menu offers, the newest first. */
  setRecent(datasets: readonly RecentDataset[]): void;
  /** Word that long work has ended, as the system tells such things. */
  notify(news: { readonly title: string; readonly body: string }): void;
}

export interface RecentDataset {
  readonly id: string;
  readonly name: string;
}

/** `data` of the window message that carries the engine's port. */
export const enginePortMessage = 'unroll:engine-port';

/** Ids of the window's commands (`src/renderer/state/commands.svelte.ts`) that stand in the menus too. */
export type MenuCommand =
  | 'file.open'
  | 'data.import'
  | 'palette.open'
  | 'shortcuts.show'
  | 'licences.show'
  | 'details.toggle'
  | 'theme.toggle'
  | 'language.toggle'
  | 'settings.show'
  | 'models.export'
  | `view.${string}`
  | `dataset.${string}`;
