import { join } from 'node:path';
import { expect } from 'vitest';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { type Api, processesOf, untilGone } from '../entry/daemon.ts';
import type { ChatEndpoint } from '../support/services/chat-endpoint.ts';
import { until } from './world.ts';

/**
 * P4, C18: it completed, each turn has one record, its thread has each message once and in order,
 * nothing is missing.
 */
export async function expectWhole(daemon: Api, id: string, chat: ChatEndpoint): Promise<void> {
  const feed = daemon.events(id);
  const end = await daemon.untilEnded(id);
  expect(end, JSON.stringify(end)).toMatchObject({ status: 'completed' });
  expect(feed.seen.map(({ seq }) => seq)).toEqual(feed.seen.map((_, index) => index + 1));
  const closed = feed.of('answering_closed').filter(({ isMatching }) => isMatching !== true);
  expect(closed).toMatchObject([{ reason: 'done' }]);
  expect(feed.of('session_lost').filter(({ cause }) => isOwnFault(cause))).toEqual([]);

  const records = (await daemon.turns(id)).map(({ turnId, outcome }) => `${turnId} ${outcome}`);
  const finished = feed.of('turn_finished').map(({ turnId, outcome }) => `${turnId} ${outcome}`);
  expect(records.toSorted()).toEqual(finished.toSorted());
  expect(feed.of('turn_started')).toHaveLength(finished.length);
  await expectThread(feed.seen, id, chat);
}

/**
 * The thread has exactly what the events say, each once, in their order; a reminder that comes too
 * late is not posted.
 */
export async function expectThread(
  events: readonly PublicEvent[],
  id: string,
  chat: ChatEndpoint,
): Promise<void> {
  const posted = () =>
    chat.posted.flatMap((message) => (message.id.startsWith(`${id}/`) ? [message.text] : []));
  const expected = messagesOf(events);
  const isThere = (text: string) => text.startsWith('reminder ') || posted().includes(text);
  await until(`${expected.length} messages`, () => expected.every(isThere));
  expect(posted()).toEqual(expected.filter((text) => posted().includes(text)));
}

/** Nothing that was started for this design runs any more. */
export async function expectNoProcess(events: readonly PublicEvent[]): Promise<void> {
  const ids = events.flatMap(({ type, sessionId }) =>
    type === 'session_started' ? [String(sessionId)] : [],
  );
  await untilGone(() => processesOf(ids));
}

export async function expectVerified(dataDir: string, id: string): Promise<void> {
  const { verdict, checks } = await verifyBundle(
    await openBundleFolder(join(dataDir, 'designs', id)),
  );
  expect(verdict, JSON.stringify(checks)).toBe('verified');
}

/** What a design says in its thread, from what outsiders see of its events. */
function messagesOf(events: readonly PublicEvent[]): string[] {
  const said: string[] = [];
  const types = new Set<string>();
  for (const [index, event] of events.entries()) {
    said.push(...messageOf(event, events.slice(0, index)));
    types.add(event.type);
    if (types.has('files_written') && types.has('design_ended')) said.push('files of outcome');
  }
  return [...new Set(said)];
}

function messageOf(event: PublicEvent, before: readonly PublicEvent[]): string[] {
  switch (event.type) {
    case 'design_started':
      return ['card'];
    case 'answering_opened':
      return ['questions'];
    case 'proposals_revealed':
      return ['proposals', 'files of proposals'];
    case 'round_opened':
      return (event.points as readonly unknown[]).length > 0 ? ['differences'] : [];
    case 'gate_opened':
      return [`gate ${event.gateId}`];
    case 'people_reminded':
      return [`reminder ${before.filter(({ type }) => type === 'people_reminded').length}`];
    case 'design_ended':
      return isResultOfGate(before) ? [] : ['outcome'];
    default:
      return [];
  }
}

/**
 * The message of the last gate becomes the result where nobody was asked anything after it, but to
 * read what people said.
 */
function isResultOfGate(events: readonly PublicEvent[]): boolean {
  const gate = events.findLastIndex(({ type }) => type === 'gate_opened');
  const isAsked = ({ type, kind }: PublicEvent) =>
    type === 'round_opened' && kind !== 'matching' && kind !== 'reading';
  return gate >= 0 && !events.slice(gate).some(isAsked);
}

/** What the death of a daemon may never look like: a session that was lost by its own fault. */
function isOwnFault(cause: unknown): boolean {
  return (cause as { kind: string }).kind !== 'charrette_stopped';
}
