// Drives the lab without a debugger, which would listen on a socket: through a whole session, by clicks in the page. For
// silent.spec.ts; started by main.cjs where UNROLL_DRIVE is set. Ends the app, with code 0 when every step was reached.
const electron = require('electron');

const STEP_MS = 120_000;

/** Clicks what a person would: a button, tab or link whose words match, within `main` or the navigation. */
const click = (words, within = 'main') => `
  const found = [...document.querySelectorAll('${within} :is(button, [role=tab], a)')]
    .find((one) => ${words}.test(one.getAttribute('aria-label') || one.textContent.trim()) && !one.disabled);
  if (!found) return false;
  found.click();
  return true;`;
const see = (words) => `return ${words}.test(document.body.textContent);`;
const type = `
  const field = document.querySelector('textarea, input[type=text], input:not([type])');
  if (!field) return true;
  field.focus();
  return document.execCommand('insertText', false, 'Ein Wort, das kein Wörterbuch kennt: xqzt');`;
const rtc = `
  if (typeof RTCPeerConnection === 'undefined') return true;
  const peer = new RTCPeerConnection({ iceServers: [
    { urls: 'stun:stun.example.com:3478' }, { urls: 'stun:192.0.2.1:3478' },
    { urls: 'turn:192.0.2.1:3478?transport=tcp', username: 'a', credential: 'b' } ] });
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 2000));
  peer.close();
  return true;`;
const reach = `
  await fetch('https://192.0.2.1/').catch(() => {});
  await fetch('http://example.com/').catch(() => {});
  new Image().src = 'http://192.0.2.1/image';
  const hint = document.createElement('link');
  hint.rel = 'preconnect'; hint.href = 'https://192.0.2.1'; document.head.append(hint);
  const look = document.createElement('link');
  look.rel = 'dns-prefetch'; look.href = '//example.com'; document.head.append(look);
  return true;`;

const steps = [
  ['a sample', click('/^Shoulder/')],
  ['training', click('/^Train( |$)/')],
  ['numbers', see('/latest: step [1-9]/')],
  ['stop', click('/^Stop/')],
  ['stopped', see('/Resume/')],
  ['words', type],
  ['look', click('/^Look/', 'nav')],
  ['hidden state', see('/Hidden state/')],
  ['compare', click('/^Compare/', 'nav')],
  ['experiments', click('/^Experiments/', 'nav')],
  ['models', click('/^Models/', 'nav')],
  ['keep', click('/^Keep/')],
  ['a page that wants out', reach],
  ['WebRTC', rtc],
  ['data', click('/^Data/', 'nav')],
];

async function drive(contents) {
  for (const [name, code] of steps) {
    const endMs = Date.now() + STEP_MS;
    const body = `(async () => { ${code} })()`;
    while (!(await contents.executeJavaScript(body, true).catch(() => false))) {
      if (Date.now() > endMs) throw new Error(`did not come to: ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    console.log(`step: ${name}`);
  }
}

electron.app.once('web-contents-created', (_event, contents) =>
  contents.once('did-finish-load', () =>
    drive(contents).then(
      () => electron.app.quit(),
      (error) => {
        console.log(error.message);
        electron.app.exit(3);
      },
    ),
  ),
);
