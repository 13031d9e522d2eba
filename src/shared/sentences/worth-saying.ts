import type { Remark } from '../domain/dataset';

/** Whether a remark about data is news to whoever reads it: a list of files whose rows all name one stands in the proposal. */
export function isWorthSaying({ code, params }: Remark): boolean {
  return code !== 'labels.list' || params?.['rows'] !== params?.['matched'];
}
