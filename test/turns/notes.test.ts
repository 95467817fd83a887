import { describe, expect, test } from 'vitest';
import { EVENTS_NAME } from '../../src/core/outcome/file-names.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { ROUND_KINDS } from '../../src/core/vocabulary/sets.ts';
import { TERMINAL_TOOLS } from '../../src/core/vocabulary/submission.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { drawPersonInFull } from '../../src/presentation/judged/people.ts';
import { documentOf } from '../../src/presentation/thread/post.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { withholdSecrets } from '../../src/presentation/words/withhold-secrets.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { makeAssignment } from '../../src/turns/prompt/assignment.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import { bundleFiles } from '../support/designs/bundle-files.ts';
import { given } from '../support/designs/given.ts';
import { DEFAULT_SCRIPT, type Script } from '../support/designs/given-start.ts';
import { POSTS } from '../support/designs/sample-design.ts';
import { voice } from './voices.ts';

const MARK = /NOTE-OF-[a-z-]+-ON-[a-z]+/g;

/** Everybody takes notes in every turn, with a mark that says whose they are and from when. */
const noting: Script = Object.fromEntries(
  ROUND_KINDS.map((kind): [string, Script[typeof kind]] => [
    kind,
    (design, participant) => ({
      ...DEFAULT_SCRIPT[kind](design, participant),
      notes: `NOTE-OF-${participant}-ON-${kind}`,
    }),
  ]),
);
const world = given({ says: noting }).reachEnd();
const { design, history } = world;

/** Whose notes of which occasion each prompt of the design had. */
const prompts = history.flatMap((event, index) => {
  if (event.type !== 'turn_started') return [];
  const before: Design | null = replay(history.slice(0, index + 1));
  const turn = before?.turns.at(-1);
  if (before === null || turn === undefined) return [];
  const ask = askFor(before, turn);
  const { shared, ...own } = makeAssignment(before, ask, voice, { reasks: 2 });
  const marks = [...JSON.stringify(own).matchAll(MARK)].map(([mark]) => mark);
  return [{ participant: turn.participant, kind: ask.kind, shared: JSON.stringify(shared), marks }];
});

test('notes are asked for with what no later prompt has in full', () => {
  const tools = { terminalTools: TERMINAL_TOOLS, readings: 0, hasRepository: true };
  const noted = listToolSpecs(tools).filter(
    ({ inputSchema }) => inputSchema.properties?.notes !== undefined,
  );
  expect(noted.map(({ name }) => name)).toEqual([
    ...['ask_questions', 'pass', 'submit_proposal', 'map_divergences', 'argue'],
  ]);
});

describe('notes', () => {
  test('come back to their author in its later turns', () => {
    const [signing] = prompts.filter(({ kind }) => kind === 'signing');
    expect(signing?.marks).toEqual([
      `NOTE-OF-${signing?.participant}-ON-questions`,
      `NOTE-OF-${signing?.participant}-ON-proposals`,
      ...(signing?.marks.slice(2) ?? []),
    ]);
    const composite = prompts.find(({ kind }) => kind === 'composite');
    expect(composite?.marks).toEqual([`NOTE-OF-${composite?.participant}-ON-mapping`]);
  });

  test('J1: notes are in no prompt of anybody else, and never in the shared prefix', () => {
    expect(prompts.length).toBeGreaterThan(15);
    for (const { participant, shared, marks } of prompts) {
      expect(shared).not.toMatch(MARK);
      expect(marks.filter((mark) => !mark.startsWith(`NOTE-OF-${participant}-ON-`))).toEqual([]);
    }
  });

  test('notes stay out of everything that people read: files, public events, the design, the thread', () => {
    expect(JSON.stringify(history)).toMatch(MARK);
    const stored = history.map((event, index) => ({ seq: index + 1, event, hash: '0'.repeat(64) }));
    const { participants } = design;
    const said = {
      ...Object.fromEntries(bundleFiles(design, stored).map(({ name, text }) => [name, text])),
      public: stored.map(withholdSecrets),
      design: viewOf(design),
      thread: POSTS.filter(({ kind }) => kind !== 'gate').map(
        (post) => documentOf(post, viewOf(design)).sections,
      ),
      participants: participants.map(({ id }) => drawPersonInFull(viewOf(design), id).sections),
    };
    // The log of events is the evidence itself, whole and chained.
    const shown = Object.entries(said).filter(([name]) => name !== EVENTS_NAME);
    expect(shown.length).toBeGreaterThan(8);
    for (const [name, text] of shown)
      expect([name, JSON.stringify(text).match(MARK)]).toEqual([name, null]);
  });

  test('C16: notes are not shown with a submission that came too late', () => {
    const late = given({ says: noting }).reach('proposing');
    const [turn] = late.openTurns();
    if (turn === undefined) throw new Error('nobody is asked');
    const submission = noting.proposals?.(late.design, turn.participant);
    if (submission === undefined) throw new Error('nothing to say');
    late.deadline(`round:${turn.roundId}`);
    late.submits(turn.participant, submission, turn.id);
    expect(late.design.lateSubmissions).toHaveLength(1);
    expect(JSON.stringify(late.design.lateSubmissions)).not.toMatch(MARK);
  });
});
