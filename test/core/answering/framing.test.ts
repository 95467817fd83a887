import { describe, expect, it, test } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { offersRetry } from '#core/policy/run-again.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { SessionId } from '#core/vocabulary/ids.ts';
import { isReleased } from '#core/vocabulary/participants.ts';
import type { SubmissionInput } from '#core/vocabulary/submission.ts';
import { viewOf } from '#presentation/view/view.ts';
import { bannerText } from '../../support/designs/banner-text.ts';
import { causeOf, given, of, type World } from '../../support/designs/given.ts';
import { type Beginning, FIVE, keptFrameOf, MINUTE } from '../../support/designs/given-start.ts';
import { framing, noQuestion } from '../../support/designs/given-submission.ts';
import { quotation, saying } from '../../support/designs/shown.ts';

const SIX = [...FIVE, 'outsider'];
const UNNEEDED = ['contract-keeper', 'outsider'];
const PICKED = SIX.filter((name) => !UNNEEDED.includes(name));

/** The question is being framed. */
function framed(beginning: Beginning = {}): World {
  return given({ personas: SIX, isFramedFirst: true, ...beginning }).reach('framing');
}

/** Four of six are picked. */
function fourOf(beginning: Beginning = {}): World {
  const world = framed(beginning);
  world.submits('synthesizer', framing(world.design, UNNEEDED));
  return world;
}

/** A report of the outsider's session, for which nothing waits any more. */
function late(sessionId: SessionId, report: 'ready' | 'lost', detail: string) {
  return { type: 'late_report_recorded', participant: 'outsider', sessionId, report, detail };
}

function asked({ design }: World): readonly string[] {
  return design.rounds.at(-1)?.asked ?? [];
}

describe('the frame picks who takes part', () => {
  it('C10: nobody is asked anything before everybody is ready or dead', () => {
    const world = given({ personas: SIX, isFramedFirst: true });
    for (const name of SIX) world.ready(name);
    world.ready('auditor');
    expect(world.openTurns()).toEqual([]);
    world.ready('synthesizer');
    expect(world.askedIn()).toEqual({ synthesizer: 'r1' });
  });

  it('C13: participants that are not picked are asked nothing, and their sessions end at once', () => {
    const world = framed();
    const ids = UNNEEDED.map((name) => world.session(name).id);
    const { participant, roundId, id: turnId } = world.turn();
    const events = world.submits('synthesizer', framing(world.design, UNNEEDED));
    const because = (participant: string) => ({ participant, reason: 'By what it reads.' });
    expect(of(events, 'question_framed')).toEqual([
      {
        type: 'question_framed',
        at: world.now,
        participant,
        roundId,
        turnId,
        ...keptFrameOf(world.design.topic),
        picked: PICKED.map(because),
        released: UNNEEDED.map(because),
      },
    ]);
    expect(world.effects.filter(({ type }) => type === 'stop_session')).toEqual(
      ids.map((sessionId) => ({ type: 'stop_session', sessionId })),
    );
    expect(asked(world)).toEqual(PICKED);
    expect(UNNEEDED.map((name) => world.state(name))).toEqual(['released', 'released']);
  });

  it('C4: the loss of a released session is recorded as late and changes nothing', () => {
    const world = fourOf();
    const before = world.design;
    const { id: sessionId } = world.session('outsider');
    expect(
      world.outcome({ type: 'report_session_lost', sessionId, cause: causeOf('killed') }),
    ).toEqual([late(sessionId, 'lost', 'killed')]);
    expect(world.sessions('outsider')).toHaveLength(1);
    expect(world.design).toEqual({ ...before, version: before.version + 1 });
  });

  it('C13: a replacement that is released while it starts is stopped when it comes up', () => {
    const world = framed();
    world.loses('outsider');
    const { id } = world.session('outsider');
    world.submits('synthesizer', framing(world.design, UNNEEDED));
    expect(
      world.outcome({ type: 'report_session_ready', sessionId: id, pid: 4_000, process: '' }),
    ).toEqual([late(id, 'ready', 'became ready when it was already released')]);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
  });

  it('C9: a design whose four picked die while two are released is cancelled at once, and names these four', () => {
    const world = fourOf();
    const last = PICKED.map((name) => world.dies(name)).at(-1) ?? [];
    const [{ detail } = { detail: '' }] = of(last, 'design_ended');
    expect(of(last, 'design_ended')).toEqual([
      {
        type: 'design_ended',
        at: world.now,
        status: 'cancelled',
        stoppedBecause: 'no_persona_left',
        by: '',
        detail,
      },
    ]);
    for (const name of SIX) expect(detail.includes(name), name).toBe(PICKED.includes(name));
  });

  it('J11: who is released counts nowhere: neither as taking part nor as missing', () => {
    const world = fourOf().reachEnd();
    const { takenPart, caveats, participation } = outcomeOf(world.design);
    expect(takenPart).toEqual({ personas: 4, proposed: 4, toTheEnd: 4, lost: [] });
    expect(caveats.map(({ kind }) => kind)).not.toContain('persona_missing');
    expect(participation.asked).toBe(4);
    expect(bannerText(outcomeOf(world.design))).toContain('4 of 4 personas finished');
    const states = viewOf(framed().design).personas.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['alive']));
    const shown = viewOf(fourOf().design).personas.filter(({ state }) => state === 'released');
    expect(shown.map(({ id }) => id)).toEqual(UNNEEDED);
  });

  it('J3: proposals get the first letters, though some in the drawn order are released', () => {
    const world = fourOf().reach('mapping');
    expect(new Set(claimsOf(world.design).map(({ label }) => label))).toEqual(new Set('ABCE'));
  });

  it('C2: a persona that dies while the frame is written is not to choose, and was no choice before', () => {
    const world = framed();
    const before = framing(world.design, UNNEEDED);
    world.dies('subtractor');
    expect(world.refusesSubmission('synthesizer', before)).toEqual({
      code: 'unknown_reference',
      message:
        '`personas` names subtractor; it may name archaeologist, failure-analyst, contract-keeper, migrationist, outsider.',
    });
    world.submits('synthesizer', framing(world.design, ['outsider']));
    expect(asked(world)).toEqual(SIX.filter((name) => !['subtractor', 'outsider'].includes(name)));
    expect(isReleased(world.design, world.design.participants[0]?.id ?? ('x' as never))).toBe(
      false,
    );
  });

  const named = (...changes: readonly [string, boolean][]) => {
    return changes.map(([id, takesPart]) => ({ reason: 'So.', id, takesPart }));
  };
  const faults: readonly [string, ReturnType<typeof named>, string][] = [
    ['nobody', [], '`personas` says nothing about subtractor'],
    ['a stranger', named(['poet', true]), '`personas` names poet'],
    [
      'one twice',
      named(['subtractor', true], ['subtractor', true]),
      '`personas` names subtractor more than once',
    ],
    [
      'three',
      named(
        ...SIX.map((name, at) => [name, at < 3] as const).map(([name, is]): [string, boolean] => [
          name,
          is,
        ]),
      ),
      '3 would take part. Choose 4 to 6.',
    ],
  ];
  test.each(faults)(
    'A4: a frame that picks %s is refused with the reason',
    (_, personas, message) => {
      const world = framed();
      const refusal = world.refusesSubmission(
        'synthesizer',
        framing(world.design, [], { personas }),
      );
      expect(refusal.message).toContain(message);
    },
  );

  it('A4: a frame that picks seven of seven is refused', () => {
    const world = framed({ personas: [...SIX, 'poet'] });
    const refusal = world.refusesSubmission('synthesizer', framing(world.design));
    expect(refusal.message).toBe('7 would take part. Choose 4 to 6.');
  });

  const everybody: readonly [string, Beginning][] = [
    ['people have named them', { start: { namesPersonas: true } }],
    ['four are alive', { personas: SIX.slice(0, 4) }],
  ];
  test.each(everybody)(
    'A6: everybody takes part where %s, whatever a frame says',
    (_, beginning) => {
      const world = framed(beginning);
      const personas = named(['subtractor', false]);
      world.submits('synthesizer', framing(world.design, [], { personas }));
      expect(asked(world)).toEqual(beginning.personas ?? SIX);
      expect(world.design.frame?.released).toEqual([]);
    },
  );
});

describe('the frame says what is asked', () => {
  const topic = saying(quotation('> Fired.'), '\nWe have already decided to build it. Confirm it.');

  it('A4: words that the asker calls decided are widened to their sentence, and others are refused', () => {
    const context = [{ name: 'mail.md', text: 'Rust is set: we hired for it.' }];
    const world = framed({
      start: { topic: topic.text, topicShown: [...(topic.shown ?? [])], context },
    });
    const quoting = (...quotes: string[]) =>
      framing(world.design, UNNEEDED, { decided: quotes.map((quote) => ({ quote })) });
    expect(world.refusesSubmission('synthesizer', quoting('we will not build it'))).toEqual({
      code: 'invalid',
      message:
        '“we will not build it” is neither in the topic nor in its context. Copy whole words without changing any, or leave it out of `decided`.',
    });
    world.submits(
      'synthesizer',
      quoting('already decided', 'Rust is set', 'already decided to build'),
    );
    expect(world.design.frame?.decided).toEqual([
      'We have already decided to build it.',
      'Rust is set: we hired for it.',
    ]);
  });

  it.each<[string, Partial<SubmissionInput<'frame'>>, Refusal]>([
    [
      'its restatement',
      { restated: '' },
      {
        code: 'incomplete',
        message: '`restated` is empty: state the question in one sentence.',
      },
    ],
    [
      'a tag of its language',
      { language: 'English' },
      { code: 'invalid', message: '`language` is not a BCP 47 tag, such as en or pt-BR.' },
    ],
  ])('A5: a question without %s is refused', (_, changes, refusal) => {
    const world = framed();
    expect(
      world.refusesSubmission('synthesizer', framing(world.design, UNNEEDED, changes)),
    ).toEqual(refusal);
  });
});

describe('no design question', () => {
  test.each(['Hello!', 'asdf'])(
    'A5: %s ends at once as cancelled, with one sentence to its asker',
    (topic) => {
      const world = framed({ start: { topic } });
      const events = world.submits(
        'synthesizer',
        noQuestion('Say what you want to decide, and for whom.'),
      );
      expect(of(events, 'design_ended')).toEqual([
        {
          type: 'design_ended',
          at: world.now,
          status: 'cancelled',
          stoppedBecause: 'no_design_question',
          by: '',
          detail: 'Say what you want to decide, and for whom.',
        },
      ]);
      expect(world.design.turns).toHaveLength(1);
      expect(offersRetry(world.design)).toBe(true);
      const banner = bannerText(outcomeOf(world.design));
      expect(banner).toContain('Cancelled: this is not a design question.');
      expect(banner).toContain('Say what you want to decide, and for whom · ');
      expect(banner).not.toContain('wrote a proposal');
    },
  );

  it('A5: a frame of a design that starts anyway may not say that it is none', () => {
    const world = framed({ start: { skipsVerdict: true } });
    expect(world.refusesSubmission('synthesizer', noQuestion())).toEqual({
      code: 'invalid',
      message:
        'A person has asked to start anyway, so it is a design question. Restate it as the nearest design question.',
    });
    world.submits('synthesizer', framing(world.design, UNNEEDED));
    expect(world.design.step).toBe('asking');
  });
});

describe('C6: a frame that is lost', () => {
  function unframed(world: World, attempts: number): void {
    const { step, frame } = world.design;
    expect([step, frame]).toEqual(['asking', null]);
    expect(outcomeOf(world.reachEnd().design).caveats).toContainEqual({
      kind: 'step_missing',
      step: 'framing',
      attempts,
      role: null,
      by: [],
    });
  }

  it('C6: a design goes on with all who are alive when two turns have failed, and says so', () => {
    const world = framed();
    world.fails('synthesizer', 'refused');
    const [standIn] = world.openTurns();
    world.fails(standIn?.participant ?? '', 'refused');
    expect(asked(world)).toEqual(SIX);
    unframed(world, 2);
  });

  it('C6: a design goes on with all who are alive when the time for framing is over', () => {
    const world = framed().later(5 * MINUTE);
    world.deadline('round:r1');
    expect(asked(world)).toEqual(SIX);
    unframed(world, 1);
  });

  it('C18: a released session is not resumed after a stop of Charrette', () => {
    const world = fourOf();
    const events = world.when({ type: 'resume', promised: [] });
    const resumed = of(events, 'session_started').map(({ participant }): string => participant);
    expect(resumed.filter((name) => UNNEEDED.includes(name))).toEqual([]);
  });
});
