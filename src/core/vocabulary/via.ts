import * as z from 'zod';
import { keepDefined } from '../../foundation/keep-defined.ts';

/** Chat platforms, by the name of their kind of gateway. */
const PLATFORMS = ['slack', 'discord'] as const;
export type Platform = (typeof PLATFORMS)[number];
const WAYS = [...PLATFORMS, 'terminal', 'api', 'console'] as const;

/**
 * The way in by which a person acted. `token`: name of the API token, also for pages of the
 * console; the person's name is then only claimed, like a name from a terminal's settings. `agent`:
 * own name of the program that acted for the person; absent if they acted themselves.
 */
export const Via = z.strictObject({
  way: z.enum(WAYS),
  token: z.string().min(1).max(60).optional(),
  agent: z.string().min(1).max(60).optional(),
});
export type Via = z.infer<typeof Via>;

/** A person by their name in the design; `via` is absent if code acted. */
export interface Signed {
  readonly by: string;
  /** Their id on the design's platform, if known. */
  readonly byId?: string | undefined;
  readonly via?: Via | undefined;
}

/** The same without its signature; never, if it has none. */
export type Unsigned<Any> = Any extends Signed ? Omit<Any, keyof Signed> : never;

/** Signature of a deadline, or of Charrette itself. */
export const NOBODY: Signed = { by: '' };

/** Who signed a command or an event: the fields that say who did it and how. */
export function signatureOf({ by, byId, via }: Signed): {
  readonly by: string;
  readonly byId?: string;
  readonly via?: Via;
} {
  return { by, ...keepDefined({ byId, via }) };
}

/** The way in on this platform; `undefined` for a platform without one, as in tests. */
export function wayOf(platform: string): Via | undefined {
  const way = WAYS.find((each) => each === platform);
  return way === undefined ? undefined : { way };
}
