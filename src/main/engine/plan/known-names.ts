/** Columns by whose name their values are known long before: nobody measures a holiday. */
const knownNames =
  /^(is_?)?(public_?|bank_?|school_?)?(holiday|holidays|weekend|work(ing)?_?day|vacation)$|^(공휴일|휴일|평일)$/i;

export function isKnownName(name: string): boolean {
  return knownNames.test(name);
}
