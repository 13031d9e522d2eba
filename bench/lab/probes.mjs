// Measurements inside the page: from what a person does to the frame that shows what it led to.

const PATIENCE_MS = 60_000;

/**
 * Does `act` to `target` and waits for the frame in which the page has an element for `selector` that contains `text`.
 *
 * @param {import('playwright').Locator} target
 * @param {{ act: 'click' | 'key' | 'slide', value?: string }} act
 * @param {{ selector: string, text?: string }} shown
 * @returns milliseconds to the begin of the frame after that one, so that its painting counts too
 */
export function timeUntil(target, act, shown) {
  return target.evaluate(
    (element, { act, shown, patienceMs }) =>
      new Promise((resolve, reject) => {
        const isShown = () =>
          [...document.querySelectorAll(shown.selector)].some((found) =>
            found.textContent.includes(shown.text ?? ''),
          );
        const acts = {
          click: () => element.click(),
          key: () => element.dispatchEvent(new KeyboardEvent('keydown', { key: act.value, bubbles: true })),
          slide: () => {
            element.value = act.value;
            element.dispatchEvent(new Event('input', { bubbles: true }));
          },
        };
        const begun = performance.now();
        const look = () => {
          const ms = performance.now() - begun;
          if (isShown()) requestAnimationFrame(() => resolve(performance.now() - begun));
          else if (ms > patienceMs) reject(new Error(`${shown.selector} did not come.`));
          else requestAnimationFrame(look);
        };
        acts[act.act]();
        requestAnimationFrame(look);
      }),
    { act, shown, patienceMs: PATIENCE_MS },
  );
}

export const click = { act: 'click' };
export const anything = { selector: 'body' };
/** A training step that was drawn: the bar of the epoch in progress has a width. */
export const drawnStep = { selector: '.figure .done:not([style*="width: 0px"])' };

/** Goes to a view as a link would. */
export const go = (page, hash) =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, hash);
