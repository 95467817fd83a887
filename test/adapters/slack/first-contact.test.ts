import { expect, test, vi } from 'vitest';
import { EVERYBODY } from '../../../src/runtime/permission.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { WAIT } from '../engines.ts';
import {
  begunSince,
  type ContactOptions,
  type FirstContact,
  firstContactStories,
  QUESTION,
} from '../first-contact-stories.ts';
import { messageWorld } from './message-world.ts';
import { clickOffer } from './offer.ts';

const { connected } = messageWorld();

firstContactStories(openContact);

test('the form has the only repository chosen, and a person may choose none', async () => {
  const { slack, engine, ana, general } = await connected({
    repositories: ['shop'],
    policy: () => ({ repositories: { shop: [EVERYBODY] } }),
    isStill: true,
  });
  const startedSince = Date.now();
  for (const [more, repository] of [
    [{}, { name: 'shop' }],
    [{ repository: 'none' }, null],
  ] as const) {
    const { view } = await slack.people.slash(ana, general, '/design');
    if (view === null) throw new Error('there is no form');
    await slack.people.submitView(ana, view, { topic: QUESTION, ...more });
    const designs = () => begunSince(engine, 'slack', startedSince);
    const count = repository === null ? 2 : 1;
    await vi.waitUntil(async () => (await designs()).length === count, WAIT);
    expect((await designs())[0]).toMatchObject({ repository });
  }
});

async function openContact(options: ContactOptions = {}): Promise<FirstContact<Message>> {
  const world = await connected({ ...options, isStill: true });
  const { slack, engine, ana, ben, general, ephemerals } = world;
  const { people, workspace, deliveries } = slack;
  const startedSince = Date.now();
  return {
    ...world,
    mention: (who, words) => people.mention(who, general, words),
    say: (who, text) => people.say(who, general, text),
    mentionInThread: (who, first, words) => {
      const { ts } = people.say(ben, general, first);
      return people.mention(who, general, words, ts);
    },
    sayDirectly: (who, words) => people.say(who, workspace.direct(who), words),
    start: (who, topic) => people.slash(who, general, `/design ${topic}`),
    formFor: async (who, topic) => {
      const { view } = await people.slash(who, general, `/design ${topic}`);
      if (view === null) throw new Error('there is no form');
      return { shown: JSON.stringify(view.modal), send: () => people.submitView(who, view, {}) };
    },
    list: (who) => people.slash(who, general, '/design list'),
    linkTo: ({ channel, thread }) =>
      `Open the thread (https://${workspace.team.domain}.slack.com/archives/${channel}/p${thread.replace('.', '')})`,
    edit: (message, words) => people.edit(message, words),
    remove: (message) => people.remove(message),
    ephemerals,
    press: (who) => clickOffer(slack, who),
    forge: (who, from, alter) => clickOffer(slack, who, from, alter),
    designs: () => begunSince(engine, 'slack', startedSince),
    settled: () => deliveries.settled(),
    ana,
    ben,
    general,
  };
}
