import { describe, expect, test, vi } from 'vitest';
import { unhurriedClock } from '../../entry/pace.ts';
import type { Envelope } from '../../platforms/slack/deliveries.ts';
import type { keepLog } from '../../support/processes/child-sessions.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { WAIT } from '../engines.ts';
import { asking, connected, type WorldOptions } from './message-world.ts';

const MINUTE_MS = 60_000;

type Arrange = (held: readonly Envelope[]) => readonly Envelope[];

/** Slack reports a mention as `message` and as `app_mention`, or as one of them. */
const ARRIVALS: readonly (readonly [string, Arrange])[] = [
  ['as a message alone', (held) => held.filter(({ what }) => what !== 'app_mention')],
  ['as a mention alone', (held) => held.filter(({ what }) => what === 'app_mention')],
  ['as both', (held) => held],
  ['as both, the mention first', (held) => held.toReversed()],
  ['as both, twice', (held) => [...held, ...held]],
];
const EACH = ARRIVALS.flatMap(([way, arrange]) =>
  [1, 2].map((daemons) => [way, daemons, arrange] as const),
);

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
    const { slack, ana, general, thread, connectAnother, ephemerals, sendAgain, until, replies } =
      world;
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
    expect(await replies()).toEqual([
      'Ana: Q1: some 500 a day',
      'Ana: Attached file load.md:\n\nQ2: 20 ms',
    ]);
  });

  /** One report of a mention, which reaches two daemons at once. */
  async function mentionAtBoth(options: WorldOptions) {
    const world = await connected(options);
    const { slack, ana, general, connectAnother } = world;
    const another = await connectAnother();
    slack.deliveries.hold();
    slack.people.mention(ana, general, 'help');
    slack.deliveries.release((held) => {
      const report = held.filter(({ what }) => what === 'app_mention');
      return [...report, ...report];
    });
    const stop = () => Promise.all([world.gateway.stop(), another.stop()]);
    return { ...world, stop };
  }

  /** The first daemon that claims a request is lost before it answers. */
  function losingTheFirst() {
    const claims = new Set<string>();
    const store: WorldOptions['store'] = (real) => ({
      rememberResponse: async (key, design, response) => {
        await real.rememberResponse(key, design, response);
        if (!key.includes(' claimed ')) return;
        claims.add(response.body);
        const [lost] = claims;
        if (response.body === lost) await new Promise<never>(() => undefined);
      },
    });
    return { claims, store };
  }

  test('P5: a request that reaches two daemons at once is answered by one of them', async () => {
    const bothLook = Promise.withResolvers<void>();
    let looks = 0;
    const { slack, ana, ephemerals } = await mentionAtBoth({
      store: (store) => ({
        recallResponse: async (key) => {
          const found = await store.recallResponse(key);
          if (!key.endsWith(' answered')) return found;
          looks += 1;
          if (looks === 2) bothLook.resolve();
          await bothLook.promise;
          return found;
        },
      }),
    });
    await slack.deliveries.settled();
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
    expect(ephemerals(ana)).toHaveLength(1);
  });

  test('P13: a request of a daemon that is lost before it answers is answered by another', async () => {
    const { clock, pass } = createMovedClock(unhurriedClock());
    const { claims, store } = losingTheFirst();
    const { ana, ephemerals } = await mentionAtBoth({ clock, store });
    await vi.waitUntil(() => claims.size === 2, WAIT);
    expect(ephemerals(ana)).toEqual([]);
    pass(2 * MINUTE_MS);
    await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
  });

  test('P13: a daemon that stops gives back a request that another one has claimed', async () => {
    const { claims, store } = losingTheFirst();
    const { log, stop, ana, ephemerals } = await mentionAtBoth({ store });
    await vi.waitUntil(() => claims.size === 2, WAIT);
    await stop();
    await vi.waitUntil(() => failuresIn(log) > 0, WAIT);
    expect(failuresIn(log)).toBe(1);
    expect(ephemerals(ana)).toEqual([]);
  });

  test('P13: a request that others claim again and again, and never answer, is given back', async () => {
    const { clock, pass } = createMovedClock(unhurriedClock());
    const { slack, ana, general, log, ephemerals } = await connected({
      clock,
      store: (store) => ({
        recallResponse: async (key) =>
          key.includes(' claimed ') ? { status: 200, body: 'another' } : store.recallResponse(key),
      }),
    });
    slack.people.mention(ana, general, 'help');
    await vi.waitUntil(() => {
      pass(1_000);
      return failuresIn(log) > 0;
    }, WAIT);
    expect(ephemerals(ana)).toEqual([]);
  });

  function failuresIn({ events }: ReturnType<typeof keepLog>): number {
    return events.filter(({ event }) => event === 'slack_request_failed').length;
  }

  test.each([1, 2])('a notice about a message is told once, with %i connected', async (daemons) => {
    const { slack, ana, ben, reply, connectAnother, ephemerals, sendAgain, until } = await asking();
    if (daemons === 2) await connectAnother();
    reply(ben, 'Q7: some 500 a day');
    await until((design) => design.replies.length === 1);
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    for (const _ of ['again', 'and again']) await sendAgain();
    reply(ana, 'Q8: none');
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
    await slack.deliveries.settled();
    expect(ephemerals(ben)).toHaveLength(1);
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
    slack.people.mention(ana, general, 'we have 500 a day', thread);
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
    expect(ephemerals(ana)).toEqual([expect.stringMatching(/^Noted/)]);
  });
});
