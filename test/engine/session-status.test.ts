import { expect, test } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { statusOf } from '../../src/core/vocabulary/status.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { sessionStatusOf, sessionTitleOf } from '../../src/engine/thread/thread-session.ts';
import { given, type World } from '../support/designs/given.ts';
import { GATED } from '../support/designs/given-start.ts';

/**
 * Each status that the thread has had, with the event that changed it, the step, and the design's
 * own status.
 */
function lifeOf({ history }: World): string[] {
  let design: Design | null = null;
  const life: string[] = [];
  let last = '';
  for (const event of history) {
    design = evolve(design, event);
    const status = sessionStatusOf(design);
    if (status !== last)
      life.push(`${event.type} | ${design.step} | ${statusOf(design)} | ${status}`);
    last = status;
  }
  return life;
}

test('A7: a thread is processing while personas work, suspended while people are waited for, and closed at the end', () => {
  const world = given({ says: GATED }).reach('answering');
  world.when({ type: 'go_on', by: 'Ana' });
  world.reach('deciding');
  world.decidesGate('accept');
  expect(lifeOf(world.reachEnd())).toEqual([
    'design_started | spawning | running | processing',
    'answering_opened | asking | awaiting_input | suspended',
    'answering_closed | answering | running | processing',
    'gate_opened | signing | awaiting_input | suspended',
    'gate_decided | deciding | running | processing',
    'design_ended | writing | completed | closed',
  ]);
});

test('A21: a thread is suspended while the design is paused for a model, in which nobody works', () => {
  const world = given().reach('proposing');
  for (const { participant } of world.openTurns()) world.becalms(participant);
  world.later(3_600_000).deadline('pause');
  world.cancels();
  expect(lifeOf(world).slice(-4)).toEqual([
    'answering_closed | answering | running | processing',
    'design_paused | proposing | running | suspended',
    'design_paused | proposing | running | processing',
    'design_ended | proposing | cancelled | closed',
  ]);
});

test('the title of a thread is its topic on one line, within the 200 characters that Slack takes', () => {
  const topic = `Should it\nmove? ${'Really? '.repeat(60)}`;
  const title = sessionTitleOf({ topic });
  expect(title).toMatch(/^Should it move\? Really\?/);
  expect(title.length).toBeLessThanOrEqual(200);
});
