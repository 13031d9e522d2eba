/**
 * A small processor as an estimate sees it. Cycles are those of products whose operands come from memory, loops included;
 * nothing here was measured by this project.
 */
export interface Device {
  readonly name: string;
  readonly clockMHz: number;
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Of one multiply–add and of one tanh, sigmoid, exp or log. */
  readonly cycles: Readonly<
    Record<'float' | 'int8', { readonly multiplyAdd: number; readonly function: number }>
  >;
}

const KIBI = 2 ** 10;
const MEBI = 2 ** 20;

/**
 * Cortex-M4F in float32: two loads of 1 cycle each when they follow one another, VFMA 3 cycles, and the loop (Cortex-M4
 * Technical Reference Manual r0p1, tables 3-1 and 7-1). In int8 with CMSIS-NN's kernels: SMLAD makes two products of 16 bits
 * in a cycle, and bytes must be widened first.
 */
const m4 = { float: { multiplyAdd: 6, function: 120 }, int8: { multiplyAdd: 2.5, function: 20 } };

/**
 * Cortex-M7: 24.7 million operations of a CIFAR-10 network took 99.1 ms at 216 MHz with CMSIS-NN, 1.7 cycles a multiply–add in
 * int8 (Lai, Suda & Chandra 2018, arXiv:1801.06601, table 2). In float32 it issues a load beside a VFMA.
 */
const m7 = { float: { multiplyAdd: 2.5, function: 70 }, int8: { multiplyAdd: 1.7, function: 14 } };

/** Chips that are on many boards; flash, RAM and clock from their data sheets. */
export const devices: readonly Device[] = [
  { name: 'Cortex-M4F (STM32L476)', clockMHz: 80, flashBytes: MEBI, ramBytes: 128 * KIBI, cycles: m4 },
  { name: 'Cortex-M7 (STM32F746)', clockMHz: 216, flashBytes: MEBI, ramBytes: 320 * KIBI, cycles: m7 },
  { name: 'Cortex-M7 (STM32H743)', clockMHz: 480, flashBytes: 2 * MEBI, ramBytes: MEBI, cycles: m7 },
];
