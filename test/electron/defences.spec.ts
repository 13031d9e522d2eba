import type { BrowserWindow } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnrollBridge } from '../../src/shared/bridge';
import { Outside, policy } from './defences';
import { canBeUser, expect, test } from './lab';

/**
 * Protects: each point of Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security) and what was
 * once found undone without a red test, each by what an attacker would see. `npm run defences` takes one away after the other
 * and expects this file to notice. Points are soft, so that one start shows all of them.
 */

type Bridged = { unroll: UnrollBridge };

test('each defence of the window holds', async ({ lab }) => {
  const outside = await new Outside().open();
  const page = await lab.open();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { app } = lab;

  await test.step('preferences', async () => {
    const preferences = await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const all = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return Object.fromEntries(
        [
          'sandbox',
          'contextIsolation',
          'nodeIntegration',
          'nodeIntegrationInWorker',
          'nodeIntegrationInSubFrames',
          'webSecurity',
          'allowRunningInsecureContent',
          'experimentalFeatures',
          'enableBlinkFeatures',
          'webviewTag',
          'navigateOnDragDrop',
        ].map((name) => [name, all[name] || false]),
      );
    });
    expect.soft(preferences, 'points 2, 3, 4, 6, 8, 9, 10, 11').toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  await test.step('policy of the page', async () => {
    const header = await page.evaluate(async () => {
      const answer = await fetch('app://lab/index.html');
      return answer.headers.get('content-security-policy');
    });
    expect.soft(header, 'point 7').toBe(policy);
    const violated = await page.evaluate(async (url) => {
      const seen = new Set<string>();
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.add(effectiveDirective));
      await fetch(url).catch(() => {});
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      new Image().src = `${url}/image`;
      const frame = document.createElement('iframe');
      frame.src = 'about:blank';
      frame.src = `${url}/frame`;
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 300));
      frame.remove();
      script.remove();
      return [...seen].sort().concat('inlineRan' in window ? ['inline ran'] : []);
    }, outside.url);
    expect.soft(violated, 'point 7').toEqual(['connect-src', 'frame-src', 'img-src', 'script-src-elem']);
  });

  await test.step('files of the lab alone', async () => {
    const answers = await page.evaluate(async () => {
      const status = (address: string): Promise<number> =>
        fetch(address).then(
          ({ status: n }) => n,
          () => 0,
        );
      return [
        await status('app://lab/index.html'),
        await status('app://lab/..%2f..%2fpackage.json'),
        await status('app://lab/%2e%2e%2f..%2ftsconfig.json'),
        await status('file:///etc/hostname'),
      ];
    });
    expect.soft(answers, 'point 18').toEqual([200, 404, 404, 0]);
  });

  await test.step('no request leaves, whatever page asks', async () => {
    const loaded = await app.evaluate(async ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({ show: false });
      const body = `<img src="${url}/img"><script src="${url}/script"></script><link rel=stylesheet href="${url}/css">`;
      await window.loadURL(`data:text/html,${encodeURIComponent(body)}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const outcome = await window.loadURL(`${url}/page`).then(
        () => 'loaded',
        (error: Error) => /ERR_[A-Z_]+/.exec(error.message)?.[0],
      );
      window.destroy();
      return outcome;
    }, outside.url);
    expect.soft(loaded, 'point 1').toEqual('ERR_BLOCKED_BY_CLIENT');
    expect.soft(outside.hits, 'point 1').toEqual([]);
  });

  await test.step('WebRTC reaches nothing', async () => {
    expect.soft(await page.evaluate(() => typeof RTCPeerConnection), 'WebRTC').toBe('undefined');
    await page.evaluate(
      async ({ udp, tcp }) => {
        if (typeof RTCPeerConnection === 'undefined') return;
        const peer = new RTCPeerConnection({
          iceServers: [
            { urls: `stun:127.0.0.1:${udp}` },
            { urls: `turn:127.0.0.1:${udp}?transport=udp`, username: 'a', credential: 'b' },
            { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'a', credential: 'b' },
          ],
        });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 2500));
        peer.close();
      },
      { udp: outside.udpPort, tcp: outside.tcpPort },
    );
    expect.soft(outside.hits, 'WebRTC').toEqual([]);
    const rtc = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getWebRTCIPHandlingPolicy()),
    );
    expect.soft(rtc, 'WebRTC').toEqual(['disable_non_proxied_udp']);
    const proxy = await app.evaluate(({ session }) =>
      session.defaultSession.resolveProxy('http://example.com'),
    );
    expect.soft(proxy, 'nothing goes out directly').toBe('SOCKS5 127.0.0.1:9');
  });

  await test.step('no dictionary is fetched', async () => {
    const isOn = await app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled());
    expect.soft(isOn, 'spelling').toBe(false);
  });

  await test.step('permissions', async () => {
    const asked = await page.evaluate(async () => ({
      notification: await Notification.requestPermission(),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      ),
      midi: await navigator.requestMIDIAccess({ sysex: true }).then(
        () => 'granted',
        () => 'refused',
      ),
      known: (await navigator.permissions.query({ name: 'notifications' })).state,
      clipboard: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
    }));
    expect.soft(asked, 'point 5').toEqual({
      notification: 'denied',
      place: 1,
      midi: 'refused',
      known: 'denied',
      clipboard: 'denied',
    });
  });

  await test.step('a page of another origin has nothing of the lab', async () => {
    const answers = await app.evaluate(
      async ({ BrowserWindow, dialog, session }, preload) => {
        let dialogs = 0;
        const asked = Object.assign(dialog, {
          // A port that is asked for all the same is seen below.
          showMessageBox: () => Promise.resolve({ response: 99, checkboxChecked: false }),
          showSaveDialog: () => {
            dialogs += 1;
            return Promise.resolve({ canceled: true, filePath: '' });
          },
          showOpenDialog: () => {
            dialogs += 1;
            return Promise.resolve({ canceled: true, filePaths: [] });
          },
        });
        let ports = 0;
        session.defaultSession.on('select-serial-port', () => (ports += 1));
        const window: BrowserWindow = new BrowserWindow({ show: false, webPreferences: { preload } });
        await window.loadURL('app://other/index.html').catch(() => {});
        const run = (code: string): Promise<unknown> =>
          window.webContents.executeJavaScript(
            `(async () => { try { ${code} } catch (e) { return 'refused' } })()`,
            true,
          );
        const outcome = {
          origin: await run('return location.origin + document.title'),
          microphone: await run('return await unroll.allowMicrophone(true)'),
          files: await run("return await unroll.pickPaths('files')"),
          pdf: await run("return await unroll.savePdf('<p>x', 'x.pdf')"),
          engine: await run(
            "let got = 'none'; addEventListener('message', () => (got = 'a port')); unroll.requestEngine(); await new Promise((r) => setTimeout(r, 500)); return got",
          ),
          serial: await run('await navigator.serial.requestPort(); return 1'),
          clipboard: await run('await navigator.clipboard.writeText("x"); return 1'),
          seen: [dialogs, ports],
        };
        window.destroy();
        void asked;
        return outcome;
      },
      join(import.meta.dirname, '../../out/preload/index.cjs'),
    );
    expect.soft(answers, 'point 17; serial').toEqual({
      origin: 'app://other',
      microphone: 'refused',
      files: 'refused',
      pdf: 'refused',
      engine: 'none',
      serial: 'refused',
      clipboard: 'refused',
      seen: [0, 0],
    });
  });

  await test.step('a serial port is chosen by the person', async () => {
    await app.evaluate(({ dialog }) => {
      const counted = globalThis as { asked?: number };
      counted.asked = 0;
      dialog.showMessageBox = () => {
        counted.asked! += 1;
        return Promise.resolve({ response: 99, checkboxChecked: false });
      };
    });
    const outcome = await app.evaluate(
      ({ webContents }) =>
        webContents
          .getAllWebContents()[0]!
          .executeJavaScript(
            'navigator.serial.requestPort().then(() => "given", ({ name }) => name)',
            true,
          ) as Promise<string>,
    );
    const asked = await app.evaluate(() => (globalThis as { asked?: number }).asked);
    expect.soft([outcome, asked], 'serial').toEqual(['NotFoundError', 1]);
  });

  await test.step('neither navigation, redirect, window nor webview', async () => {
    await page.evaluate(() => void (location.href = 'app://other/index.html'));
    await page.waitForTimeout(400);
    expect.soft(page.url(), 'point 13').toMatch(/^app:\/\/lab\//);
    const opened = await page.evaluate(() => [
      window.open('app://lab/index.html') === null,
      window.open('about:blank') === null,
    ]);
    expect.soft(opened, 'point 14').toEqual([true, true]);
    const seen = await app.evaluate(async ({ BrowserWindow, session }, url) => {
      // Its requests pass no filter, and may lead on to others.
      session
        .fromPartition('bare')
        .protocol.registerStringProtocol('app', (request, respond) =>
          request.url.endsWith('/from')
            ? respond({ statusCode: 302, headers: { Location: 'app://bare/to' }, data: '' })
            : respond({ data: 'to', mimeType: 'text/html' }),
        );
      const own = new BrowserWindow({ show: false, webPreferences: { partition: 'bare', webviewTag: true } });
      await own.loadURL('app://bare/from').catch(() => {});
      const address = own.webContents.getURL();
      let attached = 0;
      own.webContents.on('did-attach-webview', () => (attached += 1));
      await own.loadURL(`data:text/html,<webview src="data:text/html,x"></webview>`);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const named = await own.loadURL(url.replace('127.0.0.1', 'localhost')).then(
        () => 'loaded',
        (error: Error) => /ERR_[A-Z_]+/.exec(error.message)?.[0],
      );
      own.destroy();
      return { redirected: address.endsWith('/to'), attached, named };
    }, outside.url);
    expect.soft(seen, 'points 12, 13; names').toEqual({
      redirected: false,
      attached: 0,
      named: 'ERR_NAME_NOT_RESOLVED',
    });
  });

  await test.step('a report runs no script and reaches nothing', async () => {
    const before = outside.hits.length;
    const file = join(lab.dir, 'report.pdf');
    await app.evaluate(({ app: electron, dialog }, filePath) => {
      const seen = globalThis as { said?: string[] };
      seen.said = [];
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      electron.on('web-contents-created', (_event, contents) =>
        contents.on('console-message', (_first, _level, message) => seen.said!.push(String(message))),
      );
    }, file);
    const saved = await page.evaluate(
      (url) =>
        (window as unknown as Bridged).unroll.savePdf(
          `<script>console.log('ran')</script><img src="${url}/pdf" onerror="console.log('ran')"><p>report</p>`,
          'report.pdf',
        ),
      outside.url,
    );
    expect.soft(saved, 'reports').toBe(file);
    const said = await app.evaluate(() => (globalThis as { said?: string[] }).said);
    expect
      .soft(
        said?.filter((line) => line === 'ran'),
        'scripts in reports',
      )
      .toEqual([]);
    expect.soft(outside.hits.slice(before), 'requests of reports').toEqual([]);
  });

  await test.step('the bridge is a fixed list of functions', async () => {
    const kinds = await page.evaluate(() => {
      const { unroll } = window as unknown as { unroll: Record<string, unknown> };
      return Object.entries(unroll)
        .map(([name, value]) => `${name} ${typeof value}`)
        .sort();
    });
    expect
      .soft(kinds, 'point 20')
      .toEqual([
        'allowMicrophone function',
        'notify function',
        'onCommand function',
        'onEngineGone function',
        'onOpenPaths function',
        'pathFor function',
        'pickFolder function',
        'pickPaths function',
        'platform string',
        'requestEngine function',
        'reveal function',
        'saveFile function',
        'savePdf function',
        'setLanguage function',
        'setProgress function',
        'setRecent function',
      ]);
  });
  outside.close();
});

test('every renderer is sandboxed, also one that was opened without asking for it', async ({ lab }) => {
  test.skip(!canBeUser, 'needs Linux with user namespaces');
  const page = await lab.open({}, true);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const pids = await lab.app.evaluate(async ({ BrowserWindow }) => {
    const [own] = BrowserWindow.getAllWindows();
    const other = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
    await other.loadURL('data:text/html,x');
    return [own!.webContents.getOSProcessId(), other.webContents.getOSProcessId()];
  });
  // 2: a filter of system calls (proc(5)).
  const filters = pids.map(
    (pid) => /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
  );
  expect(filters, 'point 4').toEqual(['2', '2']);
});
