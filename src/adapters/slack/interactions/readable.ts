import { Click, Command, Shortcut, Submitted } from './interaction-payload.ts';

const SHAPES = {
  block_actions: Click,
  view_submission: Submitted,
  message_action: Shortcut,
} as const;

/** Checks the fields that Bolt and the listeners read. Without them Bolt would fail and blame the server. */
export function isReadable(body: Readonly<Record<string, unknown>>): boolean {
  if ('command' in body) return typeof body.command === 'string' && Command.safeParse(body).success;
  const shape = Object.entries(SHAPES).find(([type]) => type === body.type)?.[1];
  return shape === undefined || shape.safeParse(body).success;
}
