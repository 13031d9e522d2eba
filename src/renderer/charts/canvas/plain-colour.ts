/**
 * A colour as hexadecimal numbers or rgb(…). Where the system chooses the colours a token is the name of one of its own, which
 * canvases draw and a library that mixes colours does not know.
 */
export function plainColour(value: string): string {
  if (!/^[A-Z]\w+$/.test(value)) return value;
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return value;
  context.fillStyle = value;
  return context.fillStyle;
}
