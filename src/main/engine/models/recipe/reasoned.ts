import type { Remark } from '../../../../shared/domain/dataset';

/** Each field of T with the reason for its value. */
export type Reasoned<T> = { readonly [Key in keyof T]: { readonly value: T[Key]; readonly reason: Remark } };

/** A default and why it is what it is; the code is translated as `default.<code>`. */
export function because<V>(
  value: V,
  code: string,
  message: string,
  params?: Remark['params'],
): { value: V; reason: Remark } {
  return { value, reason: { code: `default.${code}`, message, ...(params && { params }) } };
}
