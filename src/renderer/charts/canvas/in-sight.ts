/** So near to what is in view that it is drawn before it is scrolled to. */
const MARGIN_PX = 240;

/** Tells whether an element is in sight, or nearly. For `{@attach}`. */
export function inSight(tell: (now: boolean) => void): (element: Element) => () => void {
  return (element) => {
    const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), {
      rootMargin: `${MARGIN_PX}px 0px`,
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
