import type { SplitName } from '../../../../shared/domain/dataset';

const partWords: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  development: 'validation',
  test: 'test',
  testing: 'test',
  tst: 'test',
  eval: 'test',
  evaluation: 'test',
  evaluate: 'test',
  holdout: 'test',
  훈련: 'train',
  학습: 'train',
  검증: 'validation',
  시험: 'test',
  평가: 'test',
  테스트: 'test',
  訓練: 'train',
  学習: 'train',
  検証: 'validation',
  テスト: 'test',
  训练: 'train',
  验证: 'validation',
  测试: 'test',
  训练集: 'train',
  验证集: 'validation',
  测试集: 'test',
  entrainement: 'train',
  apprentissage: 'train',
  entrenamiento: 'train',
  prueba: 'test',
  validacion: 'validation',
  lernen: 'train',
};

/** Words that stand beside a part's name without changing it: `train_set`, `audio_train`, `Train Data`, `validation_list`. */
const fillers = new Set(
  `set sets data dataset audio audios wav wavs sound sounds file files folder part split splits clips clip list lst images
   clean other csv label labels meta metadata annotation annotations info index gt recordings examples samples curated noisy 데이터 세트 셋 데이터셋`.split(
    /\s+/,
  ),
);

/** The part that one word names, as in a column of parts; null for any other word. */
export function splitOfWord(word: string): SplitName | null {
  return partWords[plain(word)] ?? splitOfName(word);
}

/** The part that the name of a folder, a file (without its ending) or a list names among words that say nothing else. */
export function splitOfName(name: string): SplitName | null {
  const tokens = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}]+/u)
    .map(plain)
    .map((token) => token.replace(/(데이터|데이터셋|세트|셋|용)+$/u, ''))
    .filter((token) => token !== '' && !fillers.has(token));
  return tokens.length === 1 ? (partWords[tokens[0]!] ?? null) : null;
}

function plain(word: string): string {
  return word
    .trim()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}
