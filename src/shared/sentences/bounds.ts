/** Why a number that a person gave is not taken. */
export const boundsSentences = {
  'why.bounds.number': { en: 'is not a number', ko: '숫자가 아닙니다' },
  'why.bounds.whole': { en: 'must be a whole number', ko: '정수여야 합니다' },
  'why.bounds.above': { en: 'must be greater than {bound}', ko: '{bound}보다 커야 합니다' },
  'why.bounds.below': { en: 'must be less than {bound}', ko: '{bound}보다 작아야 합니다' },
  'why.bounds.min': { en: 'must be at least {bound}', ko: '{bound} 이상이어야 합니다' },
  'why.bounds.max': { en: 'must be at most {bound}', ko: '{bound} 이하여야 합니다' },
  'bounds.sentence': { en: 'It {why@}.', ko: '이 값은 {why@}.' },
} as const;
