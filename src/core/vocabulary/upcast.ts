import * as z from 'zod';
import { OutsideCommand } from './commands.ts';

/**
 * Brings an event, or a command of the inbox, that was stored in an earlier shape into the present one, before it is parsed
 * (P6). An event never changes where it is stored, and its hash is over what was stored. Anything that is not in an earlier
 * shape comes back as it is: what a later shape only adds, and may leave out, needs nothing here.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  const earlier = EARLIER.get(stored.type) ?? [];
  return earlier.reduce<unknown>((event, shape) => shape.safeParse(event).data ?? event, stored);
}

/** A command of the inbox, in whichever shape it was stored. */
export const StoredCommand = z.preprocess(upcast, OutsideCommand);

/** A field that is gone, with the values that it had. */
function without(key: string, value: z.ZodType): z.ZodType {
  return z.looseObject({ [key]: value }).transform(({ [key]: _, ...kept }) => kept);
}

/** What a design was started with stands in its first event, and in the command before. */
const START: readonly z.ZodType[] = [
  without('letters', z.literal('distinct')),
  z.looseObject({ carried: without('repliesLeftBehind', z.number()) }),
];

/** By the type of an event or command its earlier shapes, oldest first. Those of before a bundle had its present format are gone. */
const EARLIER = new Map<unknown, readonly z.ZodType[]>([
  ['design_started', START],
  ['start_design', START],
  ['round_opened', [without('divergenceId', z.null())]],
  ['composite_submitted', [without('layout', z.literal(2))]],
  ['revision_submitted', [without('layout', z.literal(2))]],
]);
