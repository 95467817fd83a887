import type { ReducedSchema, ToolSpec } from '#ports/model.ts';

/** Fields without fields of their own: a list of texts is one. */
export function leavesOf({ properties, items }: ReducedSchema): number {
  const inner = [...Object.values(properties ?? {}), ...(items === undefined ? [] : [items])];
  return inner.length === 0 ? 1 : inner.reduce((sum, each) => sum + leavesOf(each), 0);
}

/** Bytes of the JSON. */
export function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Bytes of the schemas of a request. */
export function schemaBytes(tools: readonly ToolSpec[]): number {
  return tools.reduce((sum, { inputSchema }) => sum + bytesOf(inputSchema), 0);
}
