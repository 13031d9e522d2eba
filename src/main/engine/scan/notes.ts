const noteNames =
  /^(readme|licen[cs]e|licen[cs]es|copying|copyright|notice|sources|changelog|authors|citation|sample)(\.(txt|json|ya?ml|cff))?$/i;
const noteEndings = /\.(md|rst|pdf|html?|png|jpe?g|gif|svg|ipynb|py|m?js|sh|r|bib|ini)$/i;
/** What file managers leave behind. */
const leftovers = /^(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r)$/i;
/** What sound editors keep beside a sound: peaks and analyses. */
const peaks = /\.(asd|pkf|pk|sfk|reapeaks|ovw|wfm|gpk)$/i;

/** Files that say something about the data without being data; they are named, and not read. */
export function isNote(name: string): boolean {
  return noteNames.test(name) || noteEndings.test(name) || peaks.test(name);
}

/** Files that no person put there; nobody misses them. */
export function isLeftover(name: string): boolean {
  return leftovers.test(name);
}
