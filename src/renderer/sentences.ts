import type { RefusedFile, Remark, Unreadable } from '../shared/domain/dataset';
import type { UnrollError } from '../shared/domain/error';
import { translated } from '../shared/sentences/say';
import { m } from './i18n';
import { language } from './language.svelte';

type Params = Readonly<Record<string, unknown>>;
const byKey = m as unknown as Readonly<Record<string, ((params: Params) => string) | undefined>>;

/** `DATASET_IN_USE` and `label.folder` alike become a message's key. */
function keyOf(prefix: string, code: string): string {
  return `${prefix}_${code.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
}

/** The engine writes English, which knows the case best; other languages have a sentence per code. */
function sentence(prefix: string, code: string, english: string, params: Params): string {
  if (language.locale === 'en') return english;
  const translated = byKey[keyOf(prefix, code)]?.(params);
  // A fact that the case at hand does not have would read `undefined`.
  return translated === undefined || translated.includes('undefined') ? english : translated;
}

/** In a language other than English; what the catalogue does not know, or was stored before, keeps its English. */
function inWords(
  code: string | undefined,
  params: UnrollError['details'] | undefined,
  english: string,
): string {
  if (language.locale === 'en' || code === undefined) return english;
  return translated(language.locale, { code, params }) ?? english;
}

type Failure = Pick<UnrollError, 'code' | 'message' | 'details'> & Partial<Pick<UnrollError, 'sentence'>>;

/** An upload's folder is the lab's own business; what lies in it is what the person sent. */
function withoutOwnPlaces(text: string): string {
  return text.replace(/(^|["'\s(])(?:[A-Za-z]:)?[\\/][^"'\n]*?[\\/]uploads[\\/][^\\/\s]+[\\/]/g, '$1');
}

export function errorSentence(error: Failure): string {
  return withoutOwnPlaces(wholeErrorSentence(error));
}

function wholeErrorSentence({ sentence, details, message }: Failure): string {
  return inWords(sentence, details, message);
}

/** What was stored keeps the English that it was stored with. */
export function remarkSentence(remark: Remark): string {
  if (language.locale === 'en') return remark.message;
  return (
    translated(language.locale, remark) ??
    sentence('remark', remark.code, remark.message, remark.params ?? {})
  );
}

/** Which run, data set or model cannot be read, and why. Most reasons say themselves what they speak of. */
export function unreadableSentence({ id, reason }: Unreadable): string {
  const sentence = remarkSentence(reason);
  return sentence.includes(id) ? sentence : `${id}: ${sentence}`;
}

/** Why one file was refused. Its name stands beside the sentence. */
export function refusalSentence({ file, reason, sentence: code, params }: RefusedFile): string {
  if (language.locale === 'en') return reason.startsWith(file) ? reason.slice(file.length).trim() : reason;
  const own = params?.['file'] === file ? { ...params, file: m.data_this_file() } : params;
  return inWords(code, own, reason);
}
