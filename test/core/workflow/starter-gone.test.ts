import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { countOf } from '#core/vocabulary/figures.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { differences } from '../../support/designs/differences.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE, THREE_QUESTIONS } from '../../support/designs/given-start.ts';

const root = resolve(import.meta.dirname, '../../..');
const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };

/**
 * The moment at which Ana goes away; Bea has answered before, where there was something to answer.
 */
const MOMENTS: Readonly<Record<string, Step>> = {
  'while they read in': 'spawning',
  'while they ask': 'asking',
  'while people are asked': 'answering',
  'while they propose': 'proposing',
  'while they are compared': 'mapping',
  'while it is composed': 'composing',
  'while it is signed': 'signing',
  'at the gate': 'deciding',
};

function begun(): World {
  const people = { remind: 'half_time' } as const;
  const says = { ...THREE_QUESTIONS, ...GATED };
  const world = given({ says, startedBy: 'Ana', thread: THREAD, settings: people });
  return world;
}

/**
 * Leaves Ana's design at this step; Bea has answered one question where the questions were before
 * it.
 */
function leftAt(step: Step): World {
  const world = begun();
  if (step === 'spawning' || step === 'asking') return world.reach(step);
  world.reach('answering').says('r1', 'Q1: 900', 'Bea', 'U2');
  world.readsReplies();
  return world.reach(step);
}

/**
 * Goes on without any act of a person: what is armed passes, and participants who are asked
 * contribute.
 */
function goOnAlone(world: World): string[] {
  const waited: string[] = [];
  for (let moves = 0; world.design.end === null; moves += 1) {
    if (moves > 200) throw new Error(`the design hangs in ${world.design.step}`);
    const [next] = timersOf(world.design).toSorted((one, other) => one.dueAt - other.dueAt);
    if (world.openTurns().length > 0) world.everyoneContributes();
    else if (world.design.settled !== null) world.when({ type: 'report_files_written', files: [] });
    else if (world.design.answering === null && openGate(world.design) === null)
      world.everyoneReady();
    else if (next === undefined) world.posted();
    else {
      const [kind = ''] = next.id.split(':');
      const ms = next.dueAt - world.now;
      world.later(ms).deadline(next.id);
      waited.push(`${NAMES[kind] ?? kind} after ${countOf(Math.round(ms / MINUTE), 'minute')}`);
    }
  }
  return waited;
}

const NAMES: Readonly<Record<string, string>> = {
  reminder: 'people are reminded',
  answering: 'the rest is assumed',
  gate: 'the gate closes',
};

describe('A7: the starter goes away', () => {
  it('A7: at any moment, and the design ends by itself', () => {
    const wrong = differences(Object.entries(MOMENTS), ([, step]) => {
      const world = leftAt(step);
      const before = world.history.length;
      const waited = goOnAlone(world);
      expect(world.design.end?.status).toBe('needs_review');
      expect(of(world.history.slice(before), 'people_reminded').length).toBeGreaterThan(0);
      expect(waited.at(-1)).toMatch(/^the gate closes/);
    });
    expect(wrong).toEqual([]);
  });

  it('starter-gone.md says how each goes on and ends', async () => {
    const rows = Object.entries(MOMENTS).map(([moment, step]) => {
      const world = leftAt(step);
      const waited = goOnAlone(world);
      const { end } = world.design;
      return `| ${moment} | ${waited.join(', then ')} | ${end?.status === 'needs_review' ? 'needs review, with the text as it stands' : end?.status} |`;
    });
    const page = [
      '# The starter is away',
      '',
      'A reference: who started a design goes away at each moment, and nobody else does anything but one answer of Bea. Written by',
      '`test/core/workflow/starter-gone.test.ts` (`-u`), with the times of a test. Anybody may ask the',
      'starter by *Ask Ana*; operators and people who are named for deciding may decide in their place.',
      '',
      '| away | goes on | ends as |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot(join(root, 'test/golden/tables/starter-gone.md'));
  });
});
