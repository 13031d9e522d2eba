/** What Electron's preload script hands to the page as `window.unroll`: a fixed list, nothing else. */
export interface UnrollBridge {
  readonly platform: string;
  /** Asks for a port to the engine; it arrives as a window message, see {@link enginePortMessage}. */
  requestEngine(): void;
  /** The engine process ended. A new one is being started and its port will follow by itself. */
  onEngineGone(listener: () => void): void;
  /** A menu item was chosen. */
  onCommand(listener: (command: MenuCommand) => void): void;
  /** Absolute path of a dropped or picked file; empty for a file without one. */
  pathFor(file: File): string;
  /** Asks a person for files and folders; empty when cancelled. */
  pickPaths(): Promise<string[]>;
  /** Asks for a folder to write into; null when cancelled. */
  pickFolder(title: string): Promise<string | null>;
  /** Asks where to write a file; null when cancelled. */
  saveFile(suggestedName: string): Promise<string | null>;
  /** Shows a file or folder in the system's file manager. */
  reveal(path: string): void;
  /** The window's language, for the menus. */
  setLanguage(language: 'en' | 'ko'): void;
}

/** `data` of the window message that carries the engine's port. */
export const enginePortMessage = 'unroll:engine-port';

export const menuCommands = ['open', 'settings', 'shortcuts', 'palette', 'zoom-reset'] as const;
export type MenuCommand = (typeof menuCommands)[number];
