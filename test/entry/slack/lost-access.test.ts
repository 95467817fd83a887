import { expect, test, vi } from 'vitest';
import { answer, begin, fewPersonas, outline, PATIENT } from './telling.ts';
import { until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** What people see who look at the thread afterwards. */
const CUT_SHORT = ['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅'];

const LOSSES = [
  [
    'the channel is archived',
    ({ slack, general }: World) => slack.workspace.archive(general),
    'channel_archive',
  ],
  ['the bot is removed', ({ slack, general }: World) => slack.workspace.removeBot(general), 'channel_left'],
  ['the token is revoked', ({ slack }: World) => slack.workspace.revoke(), 'tokens_revoked'],
] as const;

test.each(LOSSES)(
  'when %s in the middle, the design goes on to its end and the operator is told',
  async (_, lose, what) => {
    const world = await World.open({
      slack: PATIENT,
      environment: { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: '400' },
    });
    const { slack, daemon } = world;
    const card = await begin(world);
    await answer(world, card);
    await until('the marks', () => world.thread(card).join().includes('(✅ 1)'));
    lose(world);
    await until('the end', async () => (await world.design()).endedAt !== null);

    const { id, status } = await world.design();
    expect(status).toBe('completed');
    await until('the result', async () =>
      (await daemon.text(`/designs/${id}/artifacts/brief.md`)).includes('## '),
    );
    await until(
      'the log',
      () => /thread_unreachable/.test(daemon.output) && /slack_access_lost/.test(daemon.output),
    );
    expect(daemon.output).toContain(what);
    expect(outline(world, card).slice(0, 3)).toEqual(CUT_SHORT);
    expect(slack.record.violations).toEqual([]);
  },
);
