import stringWidth from 'string-width';
import { describe, expect, it, test } from 'vitest';
import type { ListedDesign } from '#acts/listed.ts';
import { decidedOf } from '#core/decision/decided.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Status } from '#core/vocabulary/event-parts.ts';
import { NEUTRAL_DECISION } from '#core/vocabulary/rehearsal.ts';
import { evolve } from '#core/workflow/evolve.ts';
import { viewOf } from '#presentation/view/view.ts';
import { openLinesIn } from '#surfaces/terminal/answering.ts';
import { changeLinesOf } from '#surfaces/terminal/change-lines.ts';
import { drawDesign } from '#surfaces/terminal/design-lines.ts';
import { clockTimeOf, momentTextOf } from '#surfaces/terminal/format.ts';
import { drawList } from '#surfaces/terminal/list-lines.ts';
import { leaveUnpainted } from '#surfaces/terminal/markdown.ts';
import { drawDryRun, drawResult } from '#surfaces/terminal/result.ts';
import { TERMINAL_TEXTS } from '#surfaces/terminal/texts.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { DIVIDED, NAMES, pointsFor, type Script } from '../../support/designs/given-start.ts';
import { argument } from '../../support/designs/given-submission.ts';
import { tellAllDead } from '../../support/designs/told-design.ts';

/** Everything that a reader of the plain output has seen of this world. */
function told(world: World): string[] {
  let design: Design | null = null;
  return world.history.flatMap((event) => {
    design = evolve(design, event);
    return changeLinesOf(event, design);
  });
}

/** Nobody moves, and two of three dissent as well. */
const UNRESOLVED: Script = {
  ...DIVIDED,
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};

describe('one line per change', () => {
  it('J1: the line of a change shows a seal as it lands, and its content once all are revealed', () => {
    const world = given().everyoneReady().reach('proposing');
    world.contributes('subtractor');
    const headline = of(world.history, 'proposal_sealed')[0]?.proposal.headline ?? 'no headline';
    expect(told(world).join('\n')).not.toContain(headline);
    world.reach('mapping');
    expect(told(world)).toContain('3 proposals revealed.');
  });
});

describe('the result', () => {
  const place = {
    folder: 'data/designs/dsn_x',
    columns: 80,
    program: 'charrette',
    paint: leaveUnpainted,
  };

  it('the result gives the decision, then every caveat, then where the files are and one thing to do', () => {
    const world = given({ settings: { questions: 'none' } }).reach('writing');
    const files = [{ name: 'brief.md', bytes: 10, sha256: 'a'.repeat(64) }];
    world.when({ type: 'report_files_written', files });
    const text = drawResult(viewOf({ ...world.design, rehearsal: false }), place);
    const order = [
      decidedOf(world.design)?.decision.sentence ?? 'no decision',
      'Decision ready.',
      '\nFiles: data/designs/dsn_x\n',
      `charrette accept ${world.design.id.slice(-8)}`,
    ];
    for (const part of order) expect(text).toContain(part);
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    const elsewhere = drawResult(viewOf(world.design), { ...place, folder: null });
    expect(elsewhere).toContain(`/api/v1/designs/${world.design.id}/artifacts`);
    expect(text).not.toContain('REHEARSAL');
  });

  it('the result lists each of twenty caveats whole at 40 columns', () => {
    const texts = Array.from(
      { length: 20 },
      (_, at) => `Point ${at + 1} of ${'a long list '.repeat(8)}is open.`,
    );
    const caveats = texts.map((text) => ({ kind: 'difference_open' as const, text }));
    const view = { ...viewOf(given().reachEnd().design), caveats };
    const banner = { ...view.banner, listsCaveats: true };
    const text = drawResult({ ...view, banner }, { ...place, columns: 40 });
    const lines = text.split('\n');
    const listed = lines.filter((line) => line.startsWith('- Point '));
    expect(listed).toHaveLength(20);
    for (const each of texts) expect(text.replaceAll(/\n {2}/g, ' ')).toContain(`- ${each}`);
    expect(Math.max(...listed.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
  });

  it('without a key three lines say what would happen with one, in place of a decision that is none', () => {
    const { design } = given().reachEnd();
    const text = drawDryRun(viewOf({ ...design, rehearsal: true }), { ...place, columns: null });
    expect(text.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^REHEARSAL: no model was called\. Nothing was decided/),
      expect.stringContaining('3 personas would'),
      expect.stringContaining('charrette setup'),
    ]);
    expect(text).not.toContain(decidedOf(design)?.decision.sentence);
  });

  it('a rehearsal that is shown says that nothing was decided, and shows no placeholder as the decision', () => {
    const view = viewOf({ ...given().reachEnd().design, rehearsal: true });
    const text = view.text && {
      ...view.text,
      decision: { ...view.text.decision, sentence: NEUTRAL_DECISION },
    };
    const lines = drawResult({ ...view, text }, place).split('\n');
    expect(lines.slice(0, 2)).toEqual([`${view.mark}.`, `⚠ ${view.banner.headline}`]);
    expect(lines).not.toContain('Steps');
  });

  it('the result says REHEARSAL before anything else when no model was called', () => {
    const view = viewOf({ ...given().reachEnd().design, rehearsal: true });
    const text = drawResult(view, place);
    expect(text.split('\n')[0]).toBe(`${view.mark}.`);
  });

  it('the result in brief stays brief, whatever was decided, and says how much more there is', () => {
    const { design } = given().reachEnd();
    const decided = decidedOf(design)?.decision;
    const [step] = decided?.steps ?? [];
    if (decided === undefined || step === undefined) throw new Error('the story has a decision');
    const long = { ...step, detail: 'word '.repeat(200) };
    const point = { difference: '', text: 'open '.repeat(100), rests: [] };
    const assumed = { question: 'Q1', text: 'Nobody reads it.', ifWrong: 'It waits.' };
    const much = {
      ...decided,
      steps: Array(15).fill(long),
      open: Array(15).fill(point),
      assumptions: Array(5).fill(assumed),
    };
    const composites = design.composites.map((each) => ({
      ...each,
      composite: { ...each.composite, decision: much },
    }));
    const view = viewOf({ ...design, composites, revisions: [] });
    const text = drawResult({ ...view, files: ['brief.md'] }, place);
    expect(text.split('\n').length).toBeLessThan(36);
    expect(text.match(/^- .*Nobody reads it\.$/gm)).toHaveLength(5);
    expect(text).toContain('\nand 21 more in brief.md\n');
    expect(drawResult({ ...view, files: [] }, place)).not.toContain('brief.md');
  });

  it('C9: the result names each cause of death and how to run again, and invents no decision', () => {
    const world = given().everyoneReady();
    tellAllDead(world, NAMES);
    const text = drawResult(viewOf(world.design), place).replaceAll('\n', ' ');
    expect(text).toContain('Cancelled: no persona is left.');
    expect(text).toContain(
      'The subtractor, The archaeologist and The migrationist crashed twice (killed)',
    );
    expect(text).toContain(`To run it again: charrette retry ${world.design.id.slice(-8)}`);
  });
});

describe('looking at designs', () => {
  const look = {
    columns: 80,
    paint: leaveUnpainted,
    program: 'charrette',
    folder: null,
    now: 0,
    whyIdle: null,
  };

  it('a look shows a design at every moment of its life', () => {
    const world = given();
    for (const step of [
      'asking',
      'answering',
      'proposing',
      'mapping',
      'signing',
      'writing',
    ] as const) {
      const text = drawDesign(viewOf(world.reach(step).design), look);
      expect(text).toContain('Should the job queue move from Redis to Postgres?');
      expect(text).toContain('Who takes part');
    }
    const files = [{ name: 'brief.md', bytes: 1, sha256: 'a' }];
    const ended = drawDesign(viewOf({ ...world.reachEnd().design, files }), look);
    expect(ended).toContain('3 of 3 personas finished');
    expect(ended).toContain('on the machine of the daemon');
    expect(ended.replaceAll('\n', '')).toContain(`/api/v1/designs/${world.design.id}/artifacts`);
    const here = drawDesign(viewOf({ ...world.design, files }), {
      ...look,
      folder: 'data/designs/dsn_x',
    });
    expect(here).toContain('\nFiles: data/designs/dsn_x\n');
    const { end } = world.design;
    const failed: Design = {
      ...world.design,
      end: end && { ...end, status: 'failed', stoppedBecause: 'write_failed' },
    };
    const without = drawDesign(viewOf(failed), look);
    expect(without).toContain('There are no files: they could not be written.');
    expect(without).not.toContain('on the machine');
  });

  it('a look at an ended design offers no other run: it may have been run again since', () => {
    const world = given().everyoneReady().reach('proposing');
    world.cancels();
    expect(drawResult(viewOf(world.design), look)).toContain('charrette retry');
    expect(drawDesign(viewOf(world.design), look)).not.toContain('charrette retry');
  });

  it('a look at a design that nobody runs says what to do, and not for whom it waits', () => {
    const words = TERMINAL_TEXTS.unserved('charrette');
    const alone = { ...look, columns: null, whyIdle: words };
    const world = given().reach('proposing');
    const shown = (isServed: boolean) =>
      drawDesign(viewOf(world.design), { ...alone, whyIdle: isServed ? null : words });
    expect(shown(false)).toContain(`\n\n${words}\n\n`);
    expect(shown(false)).not.toContain('Waiting for');
    expect(shown(true)).toContain('Waiting for');
    expect(shown(true)).not.toContain(words);
    const asking = drawDesign(viewOf(given().reach('answering').design), alone);
    expect(asking).toContain(words);
    expect(asking).toContain('charrette answer');
  });

  it('a list stands in columns, whatever is in them', () => {
    const startedAt = '2026-11-20T09:00:00Z';
    const of = (id: string, status: Status, startedBy: string, costUsd: number) => ({
      ...{
        id,
        topic: 'Topic',
        status,
        startedAt,
        startedBy,
        costUsd,
        endedAt: null,
        rehearsal: false,
      },
    });
    const designs = [
      of('dsn_1', 'needs_review', 'Zoë 山田 of the night shift', 0),
      of('dsn_2', 'failed', 'Al', 12.5),
      of('dsn_3', 'completed', 'somebody, by the API (token ci)', 1),
    ];
    const [one = '', other = '', byToken = ''] = drawList(designs, {
      columns: 90,
      paint: leaveUnpainted,
    }).split('\n');
    const placeOf = (line: string, words: string) =>
      stringWidth(line.slice(0, line.indexOf(words)));
    expect(placeOf(one, 'Topic')).toBe(placeOf(other, 'Topic'));
    expect([one, other]).toEqual([
      expect.stringMatching(/ needs review {2}Zoë 山田 of… {3}\$0\.00 {2}Topic$/),
      expect.stringMatching(/ failed {8}Al {12}\$12\.50 {2}Topic$/),
    ]);
    expect(byToken).toContain(' token ci ');
  });

  it('a list shows what was decided, and nothing for a rehearsal that decides nothing', () => {
    const of = (rehearsal: boolean, decision: string): ListedDesign => ({
      id: 'dsn_1',
      topic: 'Topic',
      status: 'completed',
      startedAt: '2026-01-01T00:00:00.000Z',
      startedBy: 'Ana',
      endedAt: null,
      costUsd: 0,
      rehearsal,
      decision,
    });
    const designs = [of(true, NEUTRAL_DECISION), of(true, 'It moves.'), of(false, 'It stays.')];
    const lines = drawList(designs, { columns: null, paint: leaveUnpainted }).split('\n');
    expect(lines.filter((line) => line.includes('→'))).toEqual(['  → It moves.', '  → It stays.']);
  });

  it('a look at a design that nobody goes on with never has a passed moment before it', () => {
    const answering = given().reach('answering').design;
    const later = { ...look, columns: null, now: Number.MAX_SAFE_INTEGER };
    expect(drawDesign(viewOf(answering), { ...later, now: 0 })).toContain('To answer, type:');
    expect(drawDesign(viewOf(answering), later)).toContain('The time for answers ended at ');
    expect(drawDesign(viewOf(answering), later)).not.toContain('To answer');
    const deciding = given({ says: UNRESOLVED }).reach('deciding').design;
    expect(drawDesign(viewOf(deciding), { ...later, now: 0 })).toContain(', it ends undecided');
    expect(drawDesign(viewOf(deciding), later)).toContain('The time to choose ended at ');
    expect(drawDesign(viewOf(deciding), later)).not.toContain('If nobody decides');
    expect(openLinesIn(viewOf(answering), Number.MAX_SAFE_INTEGER)[0]).toContain('ended at ');
    const { design, now } = given().reach('proposing');
    expect(drawDesign(viewOf(design), { ...later, now: 0 })).toMatch(/Waiting for [^;]*, until /);
    expect(drawDesign(viewOf(design), later)).toMatch(/Waiting for [^,]*; its time is over\./);
    const pause = {
      at: now,
      since: now,
      until: now + 60_000,
      cause: 'overloaded',
      resumedAt: null,
    } as const;
    const of = { model: 'claude-opus-5-5', endpoint: 'Anthropic', againAt: null };
    const paused: Design = { ...design, pauses: [{ ...pause, ...of }] };
    expect(drawDesign(viewOf(paused), { ...later, now: 0 })).toContain('next try at ');
    expect(drawDesign(viewOf(paused), later)).toContain('next try was due at ');
  });

  it.each([
    [41_000, '0:41'],
    [725_000, '12:05'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('a duration of %i ms is shown as %s', (ms, shown) => {
    expect(clockTimeOf(ms)).toBe(shown);
  });
});

test('a deadline on another day says which day', () => {
  const now = new Date(2026, 10, 21, 22, 50).getTime();
  const after = (minutes: number) => momentTextOf(now + minutes * 60_000, now);
  expect(after(30)).toBe('23:20 (30:00 left)');
  expect(after(90)).toBe('22 Nov, 00:20 (1:30:00 left)');
});
