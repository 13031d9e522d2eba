// What the stores touch of a browser when they are loaded; none of it is under test.
Object.defineProperty(globalThis, 'navigator', {
  value: { language: 'en-GB', platform: 'Linux x86_64' },
  configurable: true,
});
Object.assign(globalThis, {
  window: globalThis,
  location: { hash: '', search: '', reload: () => {} },
  history: { pushState: () => {}, replaceState: () => {} },
  document: { documentElement: { dataset: {}, lang: '' } },
  Element: function Element() {},
  cancelAnimationFrame: () => {},
});
