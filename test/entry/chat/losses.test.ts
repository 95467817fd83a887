import { expect, test } from 'vitest';
import type { PublicEvent } from '../../../src/core/public-event.ts';
import { atNight } from '../../support/whole.ts';
import { until } from '../waiting.ts';
import { ARCHIVED, LOSSES, type Lost } from './losses.ts';
import { outline } from './telling.ts';

/** What people see who look at a thread that could not be written to after the answers. */
const CUT_SHORT = ['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅'];

async function typesOf({ world, id }: Lost): Promise<string[]> {
  const { events } = await world.daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
  return events.map(({ type }) => type);
}

async function over({ world, id }: Lost): Promise<void> {
  await until('the end', async () => (await world.daemon.design(id)).endedAt !== null);
}

/** A channel and a thread that are deleted look alike. */
const IN_THE_MIDDLE = ['is archived', 'is revoked', 'is locked', 'thread is deleted'];

test.each(atNight(LOSSES, ({ what }) => IN_THE_MIDDLE.some((each) => what.endsWith(each))))(
  '$what in the middle: the design goes on to its end, and the operator is told',
  async ({ lose, logged }) => {
    const lost = await lose();
    const { world, card, id } = lost;
    await over(lost);
    expect((await world.daemon.design(id)).status).toBe('completed');
    expect(await typesOf(lost)).not.toContain('gate_opened');
    await until('the result', async () =>
      (await world.daemon.text(`/designs/${id}/artifacts/brief.md`)).includes('## '),
    );
    const words = ['thread_unreachable', ...logged];
    await until('the log', () => words.every((each) => world.daemon.output.includes(each)));
    if (lose === ARCHIVED.lose) expect(outline(world, card).slice(0, 3)).toEqual(CUT_SHORT);
  },
);
