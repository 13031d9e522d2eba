// C0 but tab and line feed, DEL, C1; then the characters that turn the direction of writing around (Unicode's UAX #9).
const commanding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A terminal obeys some characters; in names of files and classes, which come from elsewhere, they are shown instead: `\u001b`. */
export const visible = (text: string): string =>
  text.replace(commanding, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
