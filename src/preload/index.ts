import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import type { MenuCommand, UnrollBridge } from '../shared/bridge';
import { enginePortMessage } from '../shared/bridge';
import { ipc } from '../shared/ipc';

/** The page's main world cannot receive ports from contextBridge; a window message hands them over. */
ipcRenderer.on(ipc.enginePort, (event) => {
  window.postMessage(enginePortMessage, location.origin, [...event.ports]);
});

/**
 * WebRTC asks neither the policy of the page nor the filter of requests, and Chromium has no switch against it. Before the page's
 * first script; what a frame within might still start goes by the policy of `hardening.ts`.
 */
void webFrame.executeJavaScript('delete RTCPeerConnection; delete webkitRTCPeerConnection;');

const bridge: UnrollBridge = {
  platform: process.platform,
  requestEngine: () => ipcRenderer.send(ipc.requestEngine),
  onEngineGone: (listener) =>
    void ipcRenderer.on(ipc.engineGone, (_event, reason: string) => listener(reason)),
  onCommand: (listener) =>
    void ipcRenderer.on(ipc.command, (_event, command: MenuCommand) => listener(command)),
  onOpenPaths: (listener) => {
    ipcRenderer.on(ipc.openPaths, (_event, paths: string[]) => listener(paths));
    ipcRenderer.send(ipc.filesReady);
  },
  // Electron before 32 has no webUtils and puts the path on the file itself.
  pathFor: (file) =>
    (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ??
    (file as File & { path?: string }).path ??
    '',
  pickPaths: (kind) => ipcRenderer.invoke(ipc.pickPaths, kind),
  pickFolder: (title) => ipcRenderer.invoke(ipc.pickFolder, title),
  saveFile: (suggestedName) => ipcRenderer.invoke(ipc.saveFile, suggestedName),
  savePdf: (html, name) => ipcRenderer.invoke(ipc.savePdf, { html, name }),
  allowMicrophone: (wanted) => ipcRenderer.invoke(ipc.allowMicrophone, wanted),
  reveal: (path) => ipcRenderer.send(ipc.reveal, path),
  setLanguage: (language) => ipcRenderer.send(ipc.setLanguage, language),
  setProgress: (share) => ipcRenderer.send(ipc.setProgress, share),
  setRecent: (datasets) => ipcRenderer.send(ipc.setRecent, datasets),
  notify: (news) => ipcRenderer.send(ipc.notify, news),
};

contextBridge.exposeInMainWorld('unroll', bridge);
