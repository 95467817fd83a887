import * as z from 'zod';
import { isDesignFile } from '../bundle/manifest.ts';
import { canonicalJson } from '../chain.ts';
import { StoredDesign, StoredRow } from '../ports/transfer.ts';

/** Raised when a line has another shape; a reader refuses any version it does not know. */
export const EXPORT_FORMAT = 1;
/** Bytes of the longest line: a record has 8 MiB at most, and little around it. */
export const MAX_LINE_BYTES = 9 * 1024 * 1024;
/** Bytes of a file that one line holds. */
export const PART_BYTES = 512 * 1024;

/** Enough of the first line to recognise it in any version. */
export const AnyHeader = z.looseObject({ kind: z.literal('export'), version: z.number().int().positive() });

export const Header = z.strictObject({
  kind: z.literal('export'),
  version: z.literal(EXPORT_FORMAT),
  charretteVersion: z.string().max(60),
  madeAt: z.iso.datetime(),
});

/** A line after the first: a design, its rows and its files in parts; and the last, with the hash of all lines before it. */
export const Line = z.discriminatedUnion('kind', [
  StoredDesign.extend({ kind: z.literal('design') }),
  ...StoredRow.options,
  z.strictObject({
    kind: z.literal('file'),
    name: z.string().refine(isDesignFile),
    base64: z.base64(),
    more: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('end'),
    designs: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
]);
export type Line = z.infer<typeof Line>;

/** Returns a line as bytes. */
export function lineOf(value: Line | z.infer<typeof Header>): Buffer {
  return Buffer.from(`${canonicalJson(value)}\n`);
}
