/**
 * A design that must not be gone on with: its stored events are not what was written (P11), or it met
 * a bug of ours. It has not ended, so a daemon that starts later tries again; until then the list, the
 * limits and its thread see that nobody runs it, and an operator can remove it.
 */

import type { DesignRow, Summary } from '#store/store.ts';
import { isFault } from '#support/fault.ts';
import { md } from '#words/md.ts';
import { NOT_AS_WRITTEN, SET_ASIDE } from '#words/refusals.ts';
import type { Reading } from './design-inputs.ts';
import type { Parts } from './engine-parts.ts';
import type { Lease } from './lease.ts';
import { loadDesign } from './loaded.ts';

export function isSetAside({ summary }: DesignRow): boolean {
  return summary.status === 'failed' && summary.endedAt === null;
}

function asSetAside(summary: Summary): Summary {
  return { ...summary, status: 'failed', headline: SET_ASIDE };
}

/** Why a row has no design that can be shown. */
export function whyUnreadable({ summary }: DesignRow): string {
  return summary.status === 'failed' ? summary.headline : 'It is just being started.';
}

/** The design as it can be shown, even if no owner has claimed it since its events were changed. */
export async function readDesign({ store, log }: Parts, row: DesignRow): Promise<Reading> {
  if (isSetAside(row)) return { row, design: null };
  try {
    return { row, design: (await loadDesign(store, row.id)).design };
  } catch (error) {
    if (!isFault(error, 'chain_broken')) throw error;
    log.error('design_not_as_written', { designId: row.id, error });
    const summary = asSetAside(row.summary);
    const headline = row.isEnded ? NOT_AS_WRITTEN : summary.headline;
    return { row: { ...row, summary: { ...summary, headline } }, design: null };
  }
}

/** Shows in the design's row and on its card that it was set aside, if they can be written. */
export async function setAside(lease: Lease, parts: Parts): Promise<void> {
  try {
    await say(lease, parts);
  } catch (error) {
    if (!isFault(error)) throw error;
    parts.log.warn('not_said', { designId: lease.designId, error });
  }
}

async function say({ designId, epoch }: Lease, { store, chats }: Parts): Promise<void> {
  const row = await store.design(designId);
  if (row === null) return;
  const { id, version } = row;
  const summary = asSetAside(row.summary);
  const nothing = { events: [], answers: [], isEnded: false };
  await store.commit({ designId, epoch, version, summary, ...nothing });
  const { platform, channel, thread, topic } = summary;
  const chat = platform === null ? undefined : chats.get(platform);
  const card = (await store.posts(id)).find(({ key }) => key === 'card');
  if (platform === null || chat === undefined || !card?.messageId) return;
  // Whoever goes on with it draws the card anew.
  await store.putPost(id, epoch, { ...card, sha256: '' });
  const message = { text: md`**${topic}**\n${SET_ASIDE}`.text, controls: [] };
  await chat.edit({ platform, channel, thread }, card.messageId, message, {
    designId,
    key: card.key,
  });
}
