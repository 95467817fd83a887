import { Click, Command, Shortcut, Submitted } from './interaction-payload.ts';

/** What Slack sends when people act, by how its body tells it. */
const SHAPES = {
  block_actions: Click,
  view_submission: Submitted,
  message_action: Shortcut,
} as const;

/**
 * Tells if a signed body has the fields that Bolt and the listeners read, if it is of an act. Bolt would fail on one that has not,
 * and answer as if the fault were here.
 */
export function isReadable(body: Readonly<Record<string, unknown>>): boolean {
  if ('command' in body) return typeof body.command === 'string' && Command.safeParse(body).success;
  const shape = Object.entries(SHAPES).find(([type]) => type === body.type)?.[1];
  return shape === undefined || shape.safeParse(body).success;
}
