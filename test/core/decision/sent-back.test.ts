import { describe, expect, it, test } from 'vitest';
import { listSaidWithFates, type SaidFate } from '#core/decision/people.ts';
import { afterGateOf, findSentBack } from '#core/decision/sent-back.ts';
import { present } from '#core/vocabulary/present.ts';
import { openGate } from '#core/vocabulary/status.ts';
import type { Document } from '#presentation/format/document.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { sayCaveat } from '#presentation/judged/caveats.ts';
import { drawGate } from '#presentation/thread/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { given, type World } from '../../support/designs/given.ts';
import { MINUTE, pointsFor, type Script, UNSURE } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  confirmation,
  mapping,
  revision,
} from '../../support/designs/given-submission.ts';

const NOTE = 'Nobody deploys in March. Say who pays for the move.';

/** Nobody is sure of it, and the audit finds nothing. */
const SAYS: Script = { ...UNSURE, mapping: () => mapping(), audit: () => audit() };

/** Sent back by Ana with two sentences; the revision is under way. */
function sentBack(says: Script = SAYS, more: Parameters<typeof given>[0] = {}): World {
  const world = given({ ...more, says }).reach('deciding');
  world.decidesGate('send_back', 'gate-1', NOTE);
  return world;
}

const UNCHANGED = (world: World) => revision(world.design, { changes: [], confidence: 0.2 });
const CHANGED = (world: World) =>
  revision(world.design, {
    confidence: 0.2,
    changes: [
      {
        answers: ['N1'],
        part: 'sentence',
        number: '2',
        how: 'replace',
        fields: [{ name: 'text', text: 'One store, and nothing moves in March.' }],
        rests: [],
      },
    ],
  });

const row = (said: string, fate: SaidFate, sentence = '') => ({
  said,
  why: `It is ${fate}, of ${said}.`,
  sentence,
  fate,
});

const notReflected = (why: string, ...words: string[]) => ({
  kind: 'not_reflected',
  why,
  by: 'Ana',
  words,
  count: why === 'not_judged' ? words.length : 0,
});

/** Which round is open or was last, and what the auditor judges in it. */
function askedNow({ design }: World) {
  const { kind, said } = present(design.rounds.at(-1), 'a round was opened');
  return [kind, ...said];
}

function fatesOf({ design }: World) {
  const notes = listSaidWithFates(design).filter(({ name }) => name.startsWith('N'));
  return notes.map(({ author, name, fate, sentence }) => [author, name, fate, sentence !== '']);
}

describe('J8: each sentence of a note at a gate has a fate, by name', () => {
  test.each([
    ['nothing was changed', UNCHANGED],
    ['a part was changed', CHANGED],
  ])('J8: the auditor judges each sentence of the note where %s', (_, submission) => {
    const world = sentBack();
    world.submits('synthesizer', submission(world));
    expect(askedNow(world)).toEqual(['confirmation', 'N1.1', 'N1.2']);
    const gap = confirmation(world.design, { said: [row('N1.1', 'does_not_matter')] });
    expect(world.refusesSubmission('auditor', gap)).toEqual({
      code: 'incomplete',
      message: '`said` says nothing about N1.2.',
    });
    const said = [row('N1.1', 'reflected', '1'), row('N1.2', 'not_used')];
    world.submits('auditor', confirmation(world.design, { said }));
    expect(fatesOf(world)).toEqual([
      ['Ana', 'N1.1', 'reflected', true],
      ['Ana', 'N1.2', 'not_used', false],
    ]);
    world.reach('deciding');
    expect(caveatsOf(world, 'not_reflected')).toEqual([
      notReflected('not_used', 'Say who pays for the move.'),
    ]);
  });

  it('J8: a contradicted note is a contradicted person', () => {
    const world = sentBack();
    world.submits('synthesizer', UNCHANGED(world));
    const said = [row('N1.1', 'contradicted', '1'), row('N1.2', 'does_not_matter')];
    world.submits('auditor', confirmation(world.design, { said }));
    expect(caveatsOf(world.reach('deciding'), 'contradicts_person')).toEqual([
      {
        kind: 'contradicts_person',
        by: 'Ana',
        source: 'reply',
        words: 'Nobody deploys in March.',
        about: '',
      },
    ]);
  });

  it('J8: a note that the auditor did not look at is told by its author’s name', () => {
    const world = sentBack();
    world.submits('synthesizer', UNCHANGED(world));
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    world.reach('deciding');
    expect(fatesOf(world).map(([, , fate]) => fate)).toEqual([null, null]);
    const caveats = caveatsOf(world, 'not_reflected');
    expect(caveats).toEqual([
      notReflected('not_judged', 'Nobody deploys in March.', 'Say who pays for the move.'),
    ]);
    expect(caveats.map(sayCaveat)[0]).toMatch(/2 sentences of Ana’s.*“Nobody deploys in March\.”/);
  });

  it('J8: at the lower depth the auditor is asked about the note as well', () => {
    const world = sentBack(SAYS, { settings: { depth: 'quick' } });
    world.submits('synthesizer', UNCHANGED(world));
    expect(askedNow(world)).toEqual(['confirmation', 'N1.1', 'N1.2']);
  });

  it('J8: a note with which a round is asked once more is judged by the audit', () => {
    const world = given().reach('asking');
    const asked = world.design.rounds.at(-1)?.id;
    while (world.design.rounds.at(-1)?.id === asked && openGate(world.design) === null)
      world.fails(world.turn().participant);
    world.decidesGate('again', 'gate-1', 'Mind the freeze.');
    world.reach('auditing');
    expect(world.design.rounds.at(-1)?.said).toContain('N1.1');
  });
});

const told = ({ sections }: Document) => sections.map(plainOf).join('\n');
const tellings = ({ design, history }: World) => {
  const view = viewOf(design);
  return [told(drawGate(view, 'gate-2')), writeTranscript(design, history)];
};

describe('J12: a revision says whether it changed anything', () => {
  it('J12: where nothing was changed, gate and transcript say so in the same words, and none says revised', () => {
    const world = sentBack();
    const [gate] = world.design.gates;
    if (gate === undefined) throw new Error('there is no gate');
    expect([findSentBack(world.design)?.id, afterGateOf(world.design, gate)]).toEqual([
      'gate-1',
      'under_way',
    ]);
    world.submits('synthesizer', UNCHANGED(world));
    expect([findSentBack(world.design), afterGateOf(world.design, gate)]).toEqual([
      null,
      'unchanged',
    ]);
    world.reach('deciding');
    for (const words of tellings(world)) {
      expect(words).toMatch(/Ana\W* sent the draft back\. Nothing was changed\./);
      expect(words).not.toMatch(/decision was revised|[Rr]evised the decision/);
    }
  });

  it('J12: where a part was changed, they say that it was revised', () => {
    const world = sentBack();
    world.submits('synthesizer', CHANGED(world));
    world.reach('deciding');
    const [gate, transcript] = tellings(world);
    expect(gate).toContain('Ana sent the draft back. The decision was revised.');
    expect(transcript).toContain('made 1 change.');
    expect([gate, transcript].join()).not.toContain('Nothing was changed');
  });

  it('A6: a decision that was sent back in vain goes to a person again, whatever its revision thinks of it', () => {
    const world = sentBack(SAYS, { settings: { questions: 'none' } });
    world.submits('synthesizer', revision(world.design, { changes: [], confidence: 0.9 }));
    world.reach('deciding');
    const { gate } = viewOf(world.design);
    expect([gate?.reasons, gate?.heading]).toEqual([
      ['sent_back_unchanged'],
      'The draft is ready and needs you.',
    ]);
  });

  it('J12: a revision that nobody wrote has changed nothing', () => {
    const world = sentBack();
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    world.reach('deciding');
    expect(tellings(world)[0]).toContain('Ana sent the draft back. Nothing was changed.');
  });

  it('J12: what a later revision changes is not said of the one before', () => {
    const says: Script = {
      ...SAYS,
      mapping: () => mapping(['high', 'A', 'BC']),
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
    };
    const world = sentBack(says);
    world.submits('synthesizer', UNCHANGED(world));
    world.reach('deciding').settles('D1', '1a');
    world.later(MINUTE).reach('deciding');
    const view = viewOf(world.design);
    expect(view.closedGates.map(({ result }) => result)).toEqual([
      'Nothing was changed.',
      'The decision was revised.',
    ]);
    expect(view.gate?.changed).toBe('Ana settled it: “Answer 1.” The decision was revised.');
  });

  it('J12: a point that is settled and never written into the text is not called a revision', () => {
    const says: Script = {
      ...SAYS,
      mapping: () => mapping(['high', 'A', 'BC']),
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
    };
    const world = given({ says }).reach('deciding');
    world.settles('D1', '1a');
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    const { gate, closedGates } = viewOf(world.reach('deciding').design);
    expect(gate?.changed).toBe('Ana settled it: “Answer 1.” The decision does not reflect it.');
    expect(closedGates.map(({ result }) => result)).toEqual(['The decision does not reflect it.']);
  });
});

test('J13: who gives way at the next gate does not let a note pass that changed nothing', () => {
  const world = disputed({ revision: (design) => revision(design, { changes: [] }) }).reach(
    'deciding',
  );
  world.decidesGate('send_back', 'gate-1', NOTE);
  world.reach('deciding');
  expect(openGate(world.design)?.id).toBe('gate-2');
  world.takes('Ben', 'Cem', 'U-cem');
  world.reach('deciding');
  expect(openGate(world.design)?.id).toBe('gate-3');
  expect(viewOf(world.design).gate?.reasons).toContain('sent_back_unchanged');
});
