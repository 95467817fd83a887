import { expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { checkStart } from '#core/workflow/start.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import { addDefaults, refuseSuccessor } from '#engine/starting/follow-up.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { makeSharedMaterial } from '#turns/prompt/material.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  pointsFor,
  type Script,
  startDesign,
  THREE_QUESTIONS,
  UNSURE,
} from '../../support/designs/given-start.ts';
import { argument, mapping } from '../../support/designs/given-submission.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { request } from '../running-engine.ts';

const asked = request({ personas: [], settings: {} });

function decided(): World {
  return given().reachEnd();
}

test('a design that follows up has the decision letter by letter as its context, followed by what it leaves out', () => {
  const world = decided();
  world.replies('The replica lags on Mondays.');
  const { design } = world;
  const text = decidedOf(design);
  if (text === null) throw new Error('nothing was decided');
  const { context, followUp } = addDefaults(asked, design, shipped);
  expect(followUp).toEqual({ of: design.id, decision: text.decision.sentence });
  expect(context.map(({ name }) => name)).toEqual([
    'decision.md of the design that this follows up on',
  ]);
  expect(context[0]?.text.startsWith(writeDecision(design, text))).toBe(true);
  expect(context[0]?.text).toContain(
    `The text above is the decision of ${design.id} on: ${design.topic}`,
  );
  expect(context[0]?.text).toContain('Ben: The replica lags on Mondays.');
});

test('a dissent stands behind the decision', () => {
  const { design } = decided();
  const [signature] = design.signatures;
  if (signature === undefined) throw new Error('nobody signed');
  const dissent = {
    ...signature,
    verdict: 'dissents',
    reason: 'Mondays.',
    dissent: 'It will not hold on Mondays.',
  } as const;
  const { context } = addDefaults(asked, { ...design, signatures: [dissent] }, shipped);
  expect(context[0]?.text).toContain('It will not hold on Mondays.');
});

test('people’s words after the text was asked for stand behind it, unchanged, and earlier ones do not', () => {
  const said = ({ design }: World) =>
    addDefaults(asked, design, shipped).context[0]?.text.split('## Said by people since')[1] ?? '';
  const world = given({ says: UNSURE }).reach('composing');
  world.says('m0', 'Mind the freeze.');
  world.reach('signing').says('m1', 'The law forbids that.');
  world.says('m2', 'For ten years.');
  world.says('m3', 'Never mind.');
  world.reach('deciding').says('m4', 'I am for it.', 'Cleo');
  const revised = world.fork();
  revised.decidesGate('send_back');
  expect(said(revised.reachEnd())).toBe('');
  world.reachEnd();
  world.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'For thirty years.' });
  world.when({ type: 'withdraw_reply', replyId: 'm3' });
  expect(said(world)).toMatch(
    /\n\nBen: The law forbids that\.\n\nCleo: I am for it\.\n\nBen: For thirty years\.\n*$/,
  );
});

test('J8: a person’s settlement or correction stands behind it, even if the text does not say so', () => {
  const says: Script = {
    ...THREE_QUESTIONS,
    mapping: () => mapping(['high', 'A', 'BC'] as const),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };
  const world = given({ says }).reach('answering');
  world.reach('deciding');
  world.when({
    type: 'settle_divergence',
    divergenceId: 'D1',
    position: '1a',
    note: 'We own it.',
    by: 'Ana',
  });
  while (world.design.step === 'revising') world.fails(world.turn().participant);
  const { design } = world.reachEnd();
  const text = addDefaults(asked, design, shipped).context[0]?.text ?? '';
  expect(text).toContain('Ana: Point 1? Answer 1.\n\nWe own it.');
  expect(text).toContain('outranks the text');
});

test('the decision is cut to the room left by the rest of the context, and says so', () => {
  const world = decided();
  for (let count = 0; count < 6; count++)
    world.when({
      type: 'record_reply',
      replyId: `m${count}`,
      author: 'Ben',
      text: 'x'.repeat(BOUNDS.replyCharacters),
      questionId: null,
    });
  const own = { name: 'load.md', text: 'y'.repeat(50_000) };
  const { context } = addDefaults({ ...asked, context: [own] }, world.design, shipped);
  expect(context[0]).toBe(own);
  expect(context.reduce((sum, { text }) => sum + text.length, 0)).toBe(BOUNDS.contextCharacters);
  expect(context.at(-1)?.text).toMatch(
    /\[Cut here, because the rest does not fit into the context\.\]$/,
  );
});

test('a start whose context leaves no room for the decision is refused in words', () => {
  const { design } = decided();
  const context = (of: StartRequest) => [...addDefaults(of, design, shipped).context];
  const long = context({ ...asked, context: [{ name: 'load.md', text: 'y'.repeat(199_990) }] });
  const many = context({
    ...asked,
    context: Array.from({ length: 20 }, () => ({ name: 'a.md', text: 'a' })),
  });
  for (const items of [long, many])
    expect(checkStart({ ...startDesign(), context: items, followUpOf: design.id })).toMatchObject({
      message:
        'The context is too long: at most 20 items and 200000 characters in all, including the decision that it follows up on.',
    });
  const fits = context({
    ...asked,
    context: Array.from({ length: 19 }, () => ({ name: 'a.md', text: 'a' })),
  });
  expect(checkStart({ ...startDesign(), context: fits, followUpOf: design.id })).toBeNull();
});

test('J1: a rehearsal is named as one wherever it is context, also of prompts', () => {
  const { design } = decided();
  const { context } = addDefaults(asked, { ...design, rehearsal: true }, shipped);
  for (const { name } of context) expect(name).toContain('(REHEARSAL: no model took part)');
  const shared = makeSharedMaterial({ ...given().everyoneReady().design, context: [...context] });
  expect(shared.map(({ text }) => text).join('\n')).toContain(
    'decision.md of the design that this follows up on (REHEARSAL: no model took part)',
  );
});

test('participants and depth are as before, unless the request says otherwise', () => {
  const { design } = decided();
  const before = { ...design, settings: { ...design.settings, depth: 'quick' as const } };
  const known = design.participants
    .map(({ id }) => id)
    .filter((id) => id !== 'synthesizer' && id !== 'auditor');
  expect(addDefaults(asked, before, shipped)).toMatchObject({
    personas: known,
    settings: { depth: 'quick' },
  });
  const other = { ...asked, personas: ['outsider'], settings: { depth: 'standard' as const } };
  expect(addDefaults(other, before, shipped)).toMatchObject({
    personas: ['outsider'],
    settings: { depth: 'standard' },
  });
  const gone = shipped.filter(({ profile }) => profile.id !== 'migrationist');
  expect(addDefaults(asked, before, gone).personas).toEqual(
    known.filter((id) => id !== 'migrationist'),
  );
  expect(addDefaults(asked, null, shipped)).toEqual({ ...asked, settings: { depth: 'standard' } });
});

test('nothing follows up on a design that runs, or that has ended without a decision', () => {
  expect(refuseSuccessor(decided().design)).toBeNull();
  expect(refuseSuccessor(given().reach('proposing').design)).toContain('still running');
  const cancelled = given().reach('signing');
  cancelled.cancels();
  expect(refuseSuccessor(cancelled.design)).toContain('without a decision');
});
