import { describe, expect, test, vi } from 'vitest';
import type { Envelope } from '../../platforms/slack/deliveries.ts';
import { WAIT } from '../engines.ts';
import { asking, connected } from './message-world.ts';

type Arrange = (held: readonly Envelope[]) => readonly Envelope[];

/** Slack reports a mention as `message` and as `app_mention`, or as one of them. */
const ARRIVALS: readonly (readonly [string, Arrange])[] = [
  ['as a message alone', (held) => held.filter(({ what }) => what !== 'app_mention')],
  ['as a mention alone', (held) => held.filter(({ what }) => what === 'app_mention')],
  ['as both', (held) => held],
  ['as both, the mention first', (held) => held.toReversed()],
  ['as both, twice', (held) => [...held, ...held]],
];
const EACH = ARRIVALS.flatMap(([way, arrange]) => [1, 2].map((daemons) => [way, daemons, arrange] as const));

describe('P5: what names the bot is one act, whichever report comes first', () => {
  test.each(EACH)('in a channel, %s, with %i connected', async (_, daemons, arrange) => {
    const { slack, ana, general, connectAnother, ephemerals, sendAgain } = await connected();
    if (daemons === 2) await connectAnother();
    slack.deliveries.hold();
    const files = [{ name: 'load.md', content: '500' }];
    slack.people.say(ana, general, '@Charrette which queue do we take?', { files });
    slack.deliveries.release(arrange);
    await slack.deliveries.settled();
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
    await sendAgain();
    // Later ones are answered later.
    slack.people.mention(ana, general, 'help');
    await slack.deliveries.settled();
    await vi.waitUntil(() => ephemerals(ana).length > 1, WAIT);
    expect(ephemerals(ana)).toHaveLength(2);
  });

  test.each(EACH)('in a thread of a design, %s, with %i connected', async (_, daemons, arrange) => {
    const world = await asking();
    const { slack, ana, general, thread, connectAnother, ephemerals, sendAgain, until, replies } = world;
    if (daemons === 2) await connectAnother();
    slack.deliveries.hold();
    const files = [{ name: 'load.md', content: 'Q2: 20 ms' }];
    slack.people.say(ana, general, '@Charrette Q1: some 500 a day', { thread, files });
    slack.deliveries.release(arrange);
    await slack.deliveries.settled();
    await until((design) => design.replies.length === 2);
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
    await sendAgain();
    slack.people.mention(ana, general, 'status', thread);
    await slack.deliveries.settled();
    await vi.waitUntil(() => ephemerals(ana).length > 1, WAIT);
    expect(ephemerals(ana)).toHaveLength(2);
    expect(await replies()).toEqual(['Ana: Q1: some 500 a day', 'Ana: Attached file load.md:\n\nQ2: 20 ms']);
  });

  test('in a thread of a design, the first stored after the other', async () => {
    const isStored = Promise.withResolvers<void>();
    let begun = 0;
    const { slack, ana, general, thread, ephemerals, until } = await asking({
      store: (store) => ({
        accept: async (entry) => {
          if (entry.command.type !== 'record_reply') return store.accept(entry);
          begun += 1;
          if (begun === 1) await isStored.promise;
          const accepted = await store.accept(entry);
          isStored.resolve();
          return accepted;
        },
      }),
    });
    slack.deliveries.hold();
    slack.people.mention(ana, general, 'what did it cost?', thread);
    let mention: readonly Envelope[] = [];
    slack.deliveries.release((held) => {
      mention = held.slice(1);
      return held.slice(0, 1);
    });
    await vi.waitUntil(() => begun === 1, WAIT);
    for (const envelope of mention) await slack.deliveries.send(envelope);
    await slack.deliveries.settled();
    await until((design) => design.replies.length > 0);
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
    expect(ephemerals(ana)).toEqual([expect.stringMatching(/USD|\$/)]);
  });
});
