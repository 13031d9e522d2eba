/** How a shader uses one of its buffers: floats it reads, floats it writes (and may read), indices it reads. */
type Access = 'read' | 'write' | 'indices';

/** A compute shader: its buffers by name, its parameters (32-bit, unsigned), its code. */
export interface Shader<B extends string = string, P extends string = string> {
  readonly name: string;
  readonly buffers: Readonly<Record<B, Access>>;
  /** At most 16. */
  readonly params: readonly P[];
  readonly code: string;
}

export const MOST_PARAMS = 16;

const declarations: Readonly<Record<Access, string>> = {
  read: 'var<storage, read> NAME: array<f32>;',
  write: 'var<storage, read_write> NAME: array<f32>;',
  indices: 'var<storage, read> NAME: array<i32>;',
};

/** The whole WGSL of a shader; its parameters are the fields of `p`. */
export function wgslOf({ buffers, params, code }: Shader): string {
  const bindings = Object.entries(buffers).map(
    ([name, access], k) => `@group(0) @binding(${k + 1}) ${declarations[access].replace('NAME', name)}`,
  );
  return [
    `struct Params { ${params.map((name) => `${name}: u32`).join(', ')} }`,
    '@group(0) @binding(0) var<uniform> p: Params;',
    ...bindings,
    code,
  ].join('\n');
}
