import type { RefusedFile, Remark } from '../../shared/domain/dataset';
import type { UnrollError } from '../../shared/domain/error';
import type { FactsArgument, SentenceCode } from '../../shared/sentences/say';
import { say, translated } from '../../shared/sentences/say';
import type { Language } from '../../shared/sentences/template';

/** `--lang`; null where it is not given. */
let asked: Language | null = null;
/** What the lab's settings say; null for what the system speaks. */
let set: Language | null = null;

/** As POSIX orders them: the first that is not empty holds. */
function ofSystem(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export function speak(language: Language): void {
  asked = language;
}

/** What the window speaks too; `--lang` goes before it. */
export function speakAsSet(language: Language | 'system'): void {
  set = language === 'system' ? null : language;
}

export function language(): Language {
  return asked ?? set ?? ofSystem(process.env);
}

type CodeOf<Key> = Key extends `help.${infer Rest}` ? Rest : never;
type HelpKey = CodeOf<SentenceCode>;

/** What `--help` says, in the language that is known before the lab is opened: `--lang`, else the system's. */
export function help<Key extends HelpKey>(
  key: Key,
  ...facts: FactsArgument<Extract<`help.${Key}`, SentenceCode>>
): string {
  return say(language(), `help.${key}` as Extract<`help.${Key}`, SentenceCode>, ...facts);
}

type HeadKey = Extract<SentenceCode, `head.${string}`> extends `head.${infer Rest}` ? Rest : never;

/** The head of a column, or the name of a fact. */
export function heading(key: HeadKey): string {
  return say(language(), `head.${key}`);
}

function inWords(code: string | undefined, params: RefusedFile['params'], english: string): string {
  const spoken = language();
  if (spoken === 'en' || code === undefined) return english;
  return translated(spoken, { code, params }) ?? english;
}

/** A remark in the language of the command line; its English where the catalogue does not know it. */
export function remarkWords({ code, params, message }: Remark): string {
  return inWords(code, params, message);
}

export function errorWords({ sentence, details, message }: UnrollError): string {
  return inWords(sentence, details, message);
}

export function refusalWords({ sentence, params, reason }: RefusedFile): string {
  return inWords(sentence, params, reason);
}
