import type { App } from '@slack/bolt';
import * as z from 'zod';
import { keepFirst } from '#acts/gateway/marks.ts';
import { scanDesigns } from '#record/listed-designs.ts';
import type { SlackContext } from '../slack-context.ts';
import { originOf } from './origin.ts';

const id = z.string().min(1).max(100);
const Changed = z.object({ old_channel_id: id, new_channel_id: id, event_ts: z.coerce.number() });
/** The channel's next id, from this time of Slack's on. */
const Move = z.object({ to: id, at: z.number() });
type Move = z.infer<typeof Move>;
/** Moves away from one id, and ids that one channel has had. */
const MAX_MOVES = 20;
/** Newest designs of a channel that follow it. */
const MAX_DESIGNS = 1_000;

const keyOf = (channel: string) => `slack channel ${channel}`;

type Moving = Pick<SlackContext, 'engine'>;

/**
 * The present id of a channel, of which a late event has an earlier one. A channel can get an id
 * back.
 */
export async function findChannelNow(context: Moving, channel: string): Promise<string> {
  let current: Move = { to: channel, at: 0 };
  for (let count = 0; count < MAX_MOVES; count++) {
    const { to, at } = current;
    const moves = await movesFrom(context, to);
    const next = moves
      .filter((move) => move.at > at)
      .toSorted((one, other) => other.at - one.at)[0];
    if (next === undefined) return to;
    current = next;
  }
  return current.to;
}

async function movesFrom({ engine }: Moving, channel: string): Promise<Move[]> {
  const moves: Move[] = [];
  while (moves.length < MAX_MOVES) {
    const kept = await engine.parts.store.recallResponse(`${keyOf(channel)} ${moves.length}`);
    if (kept === null) break;
    moves.push(Move.parse(JSON.parse(kept.body)));
  }
  return moves;
}

/** Keeps a move beside earlier ones from the same id: a mark stays as it was kept first. */
async function keepMove(context: Moving, channel: string, move: Move): Promise<void> {
  for (let count = 0; count < MAX_MOVES; count++)
    if (await keepFirst(context, `${keyOf(channel)} ${count}`, JSON.stringify(move))) return;
  throw new Error(`Slack has changed the id ${channel} more than ${MAX_MOVES} times.`);
}

/**
 * Slack gives a channel another id, for example when another company comes to share it. Its designs
 * go along.
 */
export function listenToMoves(app: App, context: SlackContext): void {
  const { engine, log } = context;
  app.event('channel_id_changed', async ({ event, body }) => {
    if (!originOf(body, context.identity()).isForUs) return;
    const { old_channel_id: from, new_channel_id: next, event_ts: at } = Changed.parse(event);
    await keepMove(context, from, { to: next, at });
    // Slack can tell of a later move first.
    const to = await findChannelNow(context, from);
    if (to === from) return;
    const designs = scanDesigns(
      engine.parts.store,
      { platform: 'slack', channel: from },
      MAX_DESIGNS,
    );
    for await (const { id: designId, setAside } of designs) {
      if (setAside !== undefined) continue;
      const command = { type: 'move_thread', from, to } as const;
      const { stored, answered } = engine.command(
        designId,
        command,
        `${keyOf(from)} ${to} ${at} ${designId}`,
      );
      // Unless all are stored, Slack sends the event again.
      if ((await stored) === null) await answered;
      answered.catch((error: unknown) => log.info('move_queued', { designId, error }));
    }
  });
}
