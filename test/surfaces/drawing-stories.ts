import { describe, expect, it, test } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Post, WordsPost } from '../../src/core/vocabulary/effects.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { STATUSES } from '../../src/core/vocabulary/sets.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { drawStatus } from '../../src/presentation/answers/act-answers.ts';
import { listDocument } from '../../src/presentation/answers/lists.ts';
import { type Document, document, lines, trust } from '../../src/presentation/format/document.ts';
import { drawPersonInFull } from '../../src/presentation/judged/people.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { designAtPoint } from '../support/designs/at-a-point.ts';
import { differences } from '../support/designs/differences.ts';
import { designIdOf } from '../support/designs/events.ts';
import { given, type World } from '../support/designs/given.ts';
import { GATED, NAMES } from '../support/designs/given-start.ts';
import { id as idOf, POSTS, playToEnd, tellToTheEnd } from '../support/designs/sample-design.ts';
import { tellAllDead } from '../support/designs/told-design.ts';
import { IS_NIGHT } from '../support/runner/whole.ts';
import { crowdDesign, HOSTILE, saying } from '../support/strangers/hostile.ts';

/** How a platform draws. */
export interface Drawer<Drawing> {
  draw(document: Document): Drawing;
  drawPost(post: WordsPost, design: Design): Drawing;
  /**
   * Fails unless the platform would take this message, and nothing in it calls anybody or hides
   * anything.
   */
  expectTaken(drawing: Drawing, what: string): void;
  textOf(drawing: Drawing): string;
  /** Leads to a thread; null where only people's words are to be looked at. */
  readonly threadLink: string | null;
  /** Characters that the platform takes in a button's label. */
  readonly labelCharacters: number;
}

/** Every post that this design could have by now. */
function posts(design: Design): Post[] {
  const isArgued = design.rounds.some(({ points }) => points.length > 0);
  const lists = ['questions', 'proposals', ...(isArgued ? ['differences' as const] : [])] as const;
  return [
    { kind: 'card' },
    ...lists.map((of) => ({ kind: 'list' as const, of })),
    { kind: 'outcome' },
    ...design.gates.map(({ id }) => ({ kind: 'gate' as const, gateId: id })),
  ];
}

/** What is drawn is looked at after one event in so many, and after the last. */
const SHARE = IS_NIGHT ? 1 : 4;

const WORLDS: Record<string, () => World> = {
  'goes well': () => given().reachEnd(),
  'is sent back at a gate and stopped at the next': () => {
    const world = given({ says: GATED }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Measure it.');
    world.reach('deciding');
    world.decidesGate('stop', world.design.gates.at(-1)?.id);
    return world.reachEnd();
  },
  'nobody decides': () => {
    const world = given({ says: GATED }).reach('deciding');
    world.deadline('gate:gate-1');
    return world.reachEnd();
  },
  'loses one, which is replaced, and has its facilitator stood in for': () => {
    const world = given().reach('proposing');
    world.loses('migrationist');
    world.reach('mapping').fails('synthesizer');
    return world.reachEnd();
  },
  'loses everybody': () => {
    const world = given().reach('proposing');
    tellAllDead(world, NAMES);
    return world;
  },
  'is cancelled while it starts': () => {
    const world = given();
    world.cancels();
    return world;
  },
  'is cancelled while people answer': () => {
    const world = given().reach('answering');
    world.cancels();
    return world;
  },
  'runs out of time in a round': () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    world.deadline('round:r2');
    return world.reachEnd();
  },
};

/** Every message that can be shown, at every moment: the same on every platform. */
export function drawingStories<Drawing>({
  draw,
  drawPost,
  expectTaken,
  textOf,
  threadLink,
  labelCharacters,
}: Drawer<Drawing>): void {
  test.each([
    ['as long as the platform takes', labelCharacters, true],
    ['a character longer', labelCharacters + 1, false],
  ])('a button whose label is %s is drawn, cut where it has to be', (_, length, isWhole) => {
    const label = 'x'.repeat(length);
    const buttons = [{ action: 'show', value: 'x', label, look: 'plain' }] as const;
    const sections = [[lines([trust('Choose.')])]];
    const drawing = draw(document('x', sections, { clickable: { kind: 'buttons', buttons } }));
    expectTaken(drawing, label);
    expect(JSON.stringify(drawing).includes(label)).toBe(isWhole);
  });

  function expectEverythingTaken(events: readonly DesignEvent[]): void {
    let design: Design | null = null;
    const last = new Map<string, string>();
    for (const [index, event] of events.entries()) {
      design = evolve(design, event);
      if (index % SHARE !== 0 && index < events.length - 1) continue;
      for (const [what, drawing] of drawings(design)) {
        const json = JSON.stringify(drawing);
        if (last.get(what) === json) continue;
        last.set(what, json);
        expectTaken(drawing, `${what} after ${event.type}`);
        expect(textOf(drawing), what).not.toMatch(/undefined|null|NaN|\bdsn_|\bses_|\btrn_/);
      }
    }
    if (design === null) throw new Error('there are no events');
    expect(drawings(structuredClone(design))).toEqual(JSON.parse(JSON.stringify(drawings(design))));
  }

  /** Everything that could be shown of this design, under a name. */
  function drawings(design: Design): [string, Drawing][] {
    const peeks = design.participants
      .slice(2, 4)
      .map(({ id }): [string, Drawing] => [
        `peek at ${id}`,
        draw(drawPersonInFull(viewOf(design), id)),
      ]);
    const said = {
      id: 'm1',
      author: 'Ana',
      text: 'x'.repeat(5_000),
      at: 0,
    } as const;
    return [
      ...posts(design).flatMap((post): [string, Drawing][] =>
        post.kind === 'files' ? [] : [[JSON.stringify(post), drawPost(post, design)]],
      ),
      ['status', draw(drawStatus(viewOf({ ...design, lateWords: [said] }), threadLink))],
      ...peeks,
    ];
  }

  describe('every message in every state', { timeout: 60_000 }, () => {
    it('whatever happens to a design, it is drawn so that it is taken', () => {
      expect(
        differences(Object.entries(WORLDS), ([, play]) => expectEverythingTaken(play().history)),
      ).toEqual([]);
    });

    it('a whole design is taken after each of its events', () => {
      expectEverythingTaken(tellToTheEnd().history);
      expectEverythingTaken(
        playToEnd({ difference: 'moved without a reason', turnUsd: null }).history,
      );
    });

    it('a rehearsal is marked on the card, the proposals, the gate and the outcome', () => {
      const design = tellToTheEnd(undefined, true).design;
      const marked = [
        { kind: 'card' },
        { kind: 'list', of: 'proposals' },
        { kind: 'outcome' },
      ] as const;
      for (const post of marked)
        expect(textOf(drawPost(post, design)).split('\n')[0], post.kind).toContain('REHEARSAL');
      tellToTheEnd((moment, world) => {
        if (moment !== 'at the gate') return;
        const gate = drawPost({ kind: 'gate', gateId: 'gate-1' }, world.design);
        expect(textOf(gate).split('\n')[0]).toContain('REHEARSAL');
      }, true);
    });

    it('J5: under each choice at a gate stand who holds it, the best reason for it, and the lines that this cites', () => {
      const seen = textOf(drawPost({ kind: 'gate', gateId: 'gate-1' }, designAtPoint().design));
      const holders = [...seen.matchAll(/Held by ([^.]*)\. Best reason/g)].map(
        ([, names = '']) => names.split(/, | and /).length,
      );
      expect(holders).toEqual([2, 2]);
      expect(
        seen.match(
          /Best reason: [^\n]*ops\/2026-03\.md:41[^\n]*1,150 a second[^\n]*not looked up/g,
        ),
      ).toHaveLength(2);
    });

    it('a drawing stays equal while nothing changes that anybody sees', () => {
      const world = given().reach('proposing');
      const before = drawPost({ kind: 'card' }, world.design);
      const [turn] = world.openTurns();
      if (turn === undefined) throw new Error('nobody is being asked');
      world.when({
        type: 'report_tool_call',
        turnId: turn.id,
        tool: 'read_file',
        result: 'ok',
        latencyMs: 4,
      });
      expect(drawPost({ kind: 'card' }, world.design)).toEqual(before);
    });

    test('a list of designs is taken', () => {
      const { id, topic, startedAt, startedBy } = given().design;
      const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
      for (const count of [0, 1, 19, 20, 21, 200]) {
        const designs = Array.from({ length: count }, (_, index) => {
          const status = STATUSES[index % STATUSES.length] ?? 'running';
          const rehearsal = index % 2 === 0;
          const decision = index % 3 === 0 ? `We *move* ${topic}` : null;
          return {
            id: designIdOf(index),
            topic: `${topic} `.repeat(index + 1),
            status,
            startedAt,
            startedBy,
            rehearsal,
            decision,
            standing: null,
            thread,
            followUpOf: index % 2 === 0 ? id : null,
          };
        });
        expectTaken(
          draw(listDocument({ designs, isPartial: true }, () => threadLink)),
          `${count} designs`,
        );
      }
    });

    test.each(Object.entries(HOSTILE))(
      'A23: %s: every message is taken, and calls nobody',
      (_, text) => {
        const design = saying(text);
        for (const post of POSTS) expectTaken(drawPost(post, design), post.kind);
        expectTaken(draw(drawPersonInFull(viewOf(design), idOf('subtractor'))), 'peek');
      },
    );

    it('the longest design with the most people still fits, with something of everybody in it', () => {
      const design = crowdDesign();
      for (const post of POSTS) {
        const drawing = drawPost(post, design);
        expectTaken(drawing, post.kind);
        if (post.kind !== 'card' && !(post.kind === 'list' && post.of === 'questions')) continue;
        for (let index = 0; index < 18; index++)
          expect(textOf(drawing), post.kind).toContain(`P${index} `);
      }
    });
  });
}
