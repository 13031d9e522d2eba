/** Names of all messages between Electron's main process and the preload script. */
export const ipc = {
  requestEngine: 'engine.request',
  enginePort: 'engine.port',
  engineGone: 'engine.gone',
  command: 'menu.command',
  filesReady: 'files.ready',
  openPaths: 'files.open',
  pickPaths: 'dialog.pickPaths',
  pickFolder: 'dialog.pickFolder',
  saveFile: 'dialog.saveFile',
  savePdf: 'dialog.savePdf',
  allowMicrophone: 'devices.allowMicrophone',
  reveal: 'shell.reveal',
  setLanguage: 'window.setLanguage',
  setProgress: 'window.setProgress',
  setRecent: 'window.setRecent',
  notify: 'window.notify',
} as const;
