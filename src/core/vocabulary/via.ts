import * as z from 'zod';

const WAYS = ['slack', 'discord', 'terminal', 'api', 'console'] as const;

/**
 * The way in by which somebody acted (D8). `token`: the name of the API's token, on a page of the console too; the name of the
 * person is then only claimed.
 * At the terminal a person has the name that its settings give, which is claimed as well. `agent`: the name of the program that
 * acted for the person, as it calls itself; absent where the person acted.
 */
export const Via = z.strictObject({
  way: z.enum(WAYS),
  token: z.string().min(1).max(60).optional(),
  agent: z.string().min(1).max(60).optional(),
});
export type Via = z.infer<typeof Via>;

/** A person by the name that they have in the design, with the way by which they acted; absent where code acts. */
export interface Signed {
  readonly by: string;
  readonly via?: Via | undefined;
}

/** Nobody: a deadline, or Charrette itself. */
export const NOBODY: Signed = { by: '' };

/** The field of an event or a command, left out where the way is not known. */
export function cameBy(via: Via | undefined): { readonly via?: Via } {
  return via === undefined ? {} : { via };
}

/** Returns the way in of people on this platform; `undefined` for one that is no way in, as in tests. */
export function wayOf(platform: string): Via | undefined {
  const way = WAYS.find((each) => each === platform);
  return way === undefined ? undefined : { way };
}
