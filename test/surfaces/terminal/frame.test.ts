import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { causeOf, given, World } from '../../support/designs/given.ts';
import { picture } from './shown.ts';

/** Two have sealed, one writes, and the clock has gone on. */
function proposing(): World {
  const world = given({ settings: { budgetUsd: 5 } })
    .everyoneReady()
    .reach('proposing');
  world.later(41_000).contributes('subtractor');
  world.later(7_000);
  return world;
}

describe('the live display', () => {
  it('the live display marks a rehearsal below the topic', () => {
    const shown = picture(proposing(), { start: { rehearsal: true }, columns: 60 });
    expect(shown.slice(0, 2)).toEqual([
      'Should the job queue move from Redis to Postgres?',
      'REHEARSAL: no model is called',
    ]);
  });

  it.each([200, 100, 80, 60, 40, 20])(
    'the live display is never wider than %i columns, wide characters counted as such',
    (columns) => {
      const start = {
        topic:
          '作業キューをRedisからPostgresへ移すべきか、それとも今のままにすべきか 🏺🏺🏺 '.repeat(3),
      };
      const world = proposing();
      world.loses('archaeologist', causeOf('killed', '進程被系統殺死了 '.repeat(10)));
      const wide = {
        ...start,
        participants: world.design.participants.map(({ sessions: _, ...profile }) => ({
          ...profile,
          title: `作業${profile.title}`,
          emoji: '✂️',
        })),
      };
      for (const line of picture(world, { columns, start: wide })) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }
    },
  );

  it('the live display says at every moment what is waited for, and of the files only when they are written', () => {
    const { history } = given().reachEnd();
    for (let count = 1; count <= history.length; count++) {
      const world = World.after(history.slice(0, count));
      const last = picture(world).at(-1);
      expect(last).not.toMatch(/Waiting for +·/);
      if (world.design.step !== 'writing') expect(last).not.toContain('Writing the files');
    }
  });

  it.each([120, 80, 60, 40])(
    'the live display says at %i columns how long a wait lasts',
    (columns) => {
      const { history } = given().reachEnd();
      const waits = history
        .map((_, at) => picture(World.after(history.slice(0, at + 1)), { columns }).at(-1) ?? '')
        .filter((line) => line.includes('Waiting') && line.includes('more'));
      expect(waits).not.toEqual([]);
      for (const line of waits) expect(line).toMatch(/\d:\d\d more +Ctrl-C to cancel$/);
    },
  );

  it('the live display shortens whom it waits for, and not until when', () => {
    expect(picture(proposing(), { columns: 80 }).at(-1)).toMatch(
      /^ {2}Waiting for .+….+ · at most 4:12 more /,
    );
  });

  it('the live display counts the tokens of each, and never shows an unknown price as nothing', () => {
    const world = proposing();
    world.spends('archaeologist', null);
    expect(lineOf(world, 'archaeologist')).toMatch(/15 tokens$/);
    expect(picture(world)[1]).toContain('cost unknown of $5.00');
  });

  it('the live display takes out what would command the terminal', () => {
    const start = { topic: 'Clear \u001b[2J the screen\u0007 \u202eor not?', rehearsal: false };
    expect(picture(proposing(), { start })[0]).toBe('Clear the screen or not?');
  });
});

function lineOf(world: World, name: string, columns = 100): string {
  return (
    picture(world, { columns }).find((line) => line.includes(`The ${name}`)) ??
    `nobody called ${name} is shown`
  );
}
