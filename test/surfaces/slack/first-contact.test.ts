import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { firstContactStories, QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

firstContactStories(connected);

test('the form has the only repository chosen, and a person may choose none', async () => {
  const { slack, started, ana, general } = await connected({
    repositories: ['shop'],
    policy: ({ ana }) => ({ deciders: [ana] }),
    isStill: true,
  });
  for (const [more, repository] of [
    [{}, { name: 'shop' }],
    [{ repo: 'none' }, null],
  ] as const) {
    const { view } = await slack.people.slash(ana, general, '/design');
    if (view === null) throw new Error('there is no form');
    await slack.people.submitView(ana, view, { topic: QUESTION, ...more });
    const count = repository === null ? 2 : 1;
    await vi.waitUntil(async () => (await started()).length === count, WAIT);
    expect((await started())[0]).toMatchObject({ repository });
  }
});
