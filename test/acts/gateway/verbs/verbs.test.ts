import { expect, test } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { takeWord } from '#acts/gateway/verbs/act-path.ts';
import { shortenId } from '#core/vocabulary/figures.ts';
import type { Engine } from '#engine/engine.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { openWorkshop } from '#test/engine/running-engine.ts';
import { commitOf, inboxEntryOf } from '#test/support/designs/commits.ts';
import { designIdOf } from '#test/support/designs/events.ts';
import { OPEN_TO_ALL } from '#test/support/designs/open-policy.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';

test.each(['status', 'cancel'] as const)(
  'open designs are found by %s behind any number of newer ones that have ended',
  async (verb) => {
    const { store, fleet, close } = await openWorkshop();
    try {
      const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
      for (let at = 1; at <= 52; at += 1) {
        const id = designIdOf(at);
        await store.accept(inboxEntryOf(`first-${id}`, id));
        await fleet.claim(id);
        const end = { status: 'cancelled', endedAt: at } as const;
        const summary = {
          thread,
          startedAt: at,
          ...(at > 2 ? end : { status: 'awaiting_input' as const }),
        };
        await store.commit(commitOf(id, { summary }));
      }
      const engine = { parts: { store } } as unknown as Engine;
      const context = {
        engine,
        platform: 'slack',
        clock: realClock,
        policy: OPEN_TO_ALL,
        linkTo: () => null,
      };
      const person = { id: 'U1', groups: [], name: 'Ana' };
      const acting = {
        context: context as unknown as GatewayContext,
        place: { channel: 'C1', thread: null },
        moment: { key: '' },
        person: async () => person,
        personAtOnce: async () => person,
        moveTo: async () => null,
      };
      const listed = await takeWord(acting, { word: verb });
      if (listed === null) throw new Error('nothing is listed');
      const text = listed.sections.map(plainOf).join();
      const ids = [...text.matchAll(/ · (\w{8}) · started by /g)].map(([, id]) => id);
      expect(ids).toEqual([designIdOf(2), designIdOf(1)].map(shortenId));
      expect(listed.clickable).toBeNull();
    } finally {
      await close();
    }
  },
);
