import * as z from 'zod';

/** Chat platforms, by the name of their kind of gateway. */
const PLATFORMS = ['slack', 'discord'] as const;
export type Platform = (typeof PLATFORMS)[number];
const WAYS = [...PLATFORMS, 'terminal', 'api', 'console'] as const;

/**
 * How a person acted (D8). `token`: name of the API token, on a page of the console too; the person's name is then only claimed,
 * as is a terminal's, which comes from its settings. `agent`: the program that acted for the person, by its own name; absent if
 * they acted themselves.
 */
export const Via = z.strictObject({
  way: z.enum(WAYS),
  token: z.string().min(1).max(60).optional(),
  agent: z.string().min(1).max(60).optional(),
});
export type Via = z.infer<typeof Via>;

/** A person by their name in the design; `via` is absent where code acts. */
export interface Signed {
  readonly by: string;
  readonly via?: Via | undefined;
}

/** A deadline, or Charrette itself. */
export const NOBODY: Signed = { by: '' };

/** The field of an event or command, left out if unknown. */
export function cameBy(via: Via | undefined): { readonly via?: Via } {
  return via === undefined ? {} : { via };
}

/** The way in on this platform; `undefined` for a platform without one, as in tests. */
export function wayOf(platform: string): Via | undefined {
  const way = WAYS.find((each) => each === platform);
  return way === undefined ? undefined : { way };
}
