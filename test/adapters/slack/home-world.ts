import { vi } from 'vitest';
import { begun } from '../../engine/running-engine.ts';
import { WAIT, watched } from '../engines.ts';
import type { connected } from './message-world.ts';

type World = Awaited<ReturnType<typeof connected>>;

/** What somebody reads on the app's page once it is shown. */
export async function homeOf({ slack }: World, who: string): Promise<string> {
  slack.views.homes.delete(who);
  slack.people.openHome(who);
  const home = await vi.waitUntil(() => slack.views.homes.get(who), WAIT);
  return JSON.stringify(home.blocks);
}

/** A design that waits for answers in a channel. */
export async function asked({ engine }: World, channel: string, starter: string, topic: string) {
  const thread = { platform: 'slack', channel, thread: '', starter };
  const id = await begun(engine, { thread, startedBy: 'Somebody', settings: {}, topic });
  await watched(engine, id).until(
    ({ answering, thread: opened }) => answering !== null && opened?.thread !== '',
  );
  return id;
}
