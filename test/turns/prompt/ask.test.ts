import { describe, expect, test } from 'vitest';
import type { Design, Turn } from '#core/vocabulary/design.ts';
import { findParticipant } from '#core/vocabulary/participants.ts';
import { ROUNDS } from '#core/vocabulary/round.ts';
import { ROUND_KINDS, type RoundKind } from '#core/vocabulary/sets.ts';
import { frameOf, MESSAGE_BYTES } from '#sessions/child/envelope.mjs';
import { ParentMessage } from '#sessions/child/protocol.mjs';
import { type Ask, askFor } from '#turns/prompt/ask.ts';
import { askText } from '#turns/prompt/ask-text.ts';
import { makeAssignment } from '#turns/prompt/assignment.ts';
import { ALL_TAKE_PART, SIGNED_AGAIN, STARTED_ANYWAY } from '#turns/prompt/texts.ts';
import { citePlace } from '../../support/designs/claims.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { answering, given, World } from '../../support/designs/given.ts';
import { contradicting, finding, matching } from '../../support/designs/given-submission.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';
import { voice } from '../voices.ts';

const { history } = playToEnd({
  difference: 'unresolved',
  assumed: true,
  findings: [
    finding({ kind: 'edge_case', severity: 'major', text: 'Delayed jobs are not spoken of.' }),
  ],
});

/**
 * Stories that have what the one above has not: it has the frame of a run before, and nothing in it
 * blocks.
 */
const OF_OTHERS: Partial<Record<RoundKind, () => World>> = {
  framing: () => given({ isFramedFirst: true }).reach('framing'),
  confirmation: () => given({ says: { audit: () => contradicting() } }).reach('confirming'),
};

/** The design as it stood when the nth turn of this kind was started, and the turn. */
function asked(kind: RoundKind, nth = 0): { design: Design; turn: Turn } {
  let seen = 0;
  const told = OF_OTHERS[kind]?.().history ?? history;
  for (const [index, event] of told.entries()) {
    if (event.type !== 'turn_started') continue;
    const { design } = World.after(told.slice(0, index + 1));
    const turn = design.turns.at(-1);
    const round = design.rounds.find((each) => each.id === event.roundId);
    if (round?.kind === kind && turn !== undefined && seen++ === nth) return { design, turn };
  }
  throw new Error(`no turn ${nth} of ${kind}`);
}

/** The same, whose migrationist has read a place for each of its claims. */
function citing(design: Design): Design {
  const { claims, ...rest } = proposalOf(design, 'migrationist');
  const read = claims.map((claim) => ({ ...claim, ...citePlace('src/queue.ts:3', 'retries: 5') }));
  return {
    ...design,
    proposals: design.proposals.map((each) =>
      each.participant === 'migrationist' ? { ...each, proposal: { ...rest, claims: read } } : each,
    ),
  };
}

/**
 * The same where somebody argues again about as many differences, and as long ones, as the schemas
 * allow.
 */
function arguedAtLength(design: Design, turn: Turn): Design {
  const claims = Array.from({ length: 2 }, () => ({
    ...citePlace('p'.repeat(400), 'q'.repeat(400)),
    kind: 'decision' as const,
    text: 'c'.repeat(800),
  }));
  const positions = (['P1', 'P2', 'P3', 'P4'] as const).map((position) => ({
    id: position,
    statement: 's'.repeat(500),
    holders: [],
    claims: ['A-1' as const, 'A-2' as const],
  }));
  const ids = Array.from({ length: 12 }, (_, index) => `D${index + 1}` as const);
  const divergences = ids.map((divergence) => ({
    id: divergence,
    description: 'd'.repeat(500),
    cost: 'c'.repeat(400),
    impact: 'high' as const,
    positions,
    settlement: null,
    arguments: [],
  }));
  return {
    ...design,
    topic: 't'.repeat(4_000),
    divergences,
    proposals: design.proposals.map((each) => ({
      ...each,
      proposal: { ...each.proposal, claims },
    })),
    rounds: design.rounds.map((round) =>
      round.id === turn.roundId
        ? { ...round, points: [{ participant: turn.participant, divergences: ids }] }
        : round,
    ),
  };
}

function proposalOf({ proposals }: Design, participant: string) {
  const sealed = proposals.find((each) => each.participant === participant);
  if (sealed === undefined) throw new Error(`${participant} has proposed nothing`);
  return sealed.proposal;
}

/** Everything that somebody who argues reads. */
function arguingText(design: Design, turn: Turn): string {
  const { shared, persona, ask } = makeAssignment(design, askFor(design, turn), voice, {
    reasks: 0,
  });
  return [...shared.map(({ text }) => text), persona, ask].join('\n');
}

describe('an ask', () => {
  test('C11: the ask of a replacement says word for word what the session was asked that is lost', () => {
    const world = given().reach('mapping');
    const words = () => askText(world.design, askFor(world.design, world.turn('synthesizer')));
    const first = world.turn('synthesizer').id;
    const asked = words();
    world.loses('synthesizer');
    world.ready('synthesizer');
    expect(world.turn('synthesizer').id).not.toBe(first);
    expect(words()).toBe(asked);
  });

  test.each<[RoundKind, boolean]>([
    ...(['questions', 'proposals', 'argument', 'signing'] as const).map(
      (kind): [RoundKind, boolean] => [kind, true],
    ),
    ...(['framing', 'mapping', 'composite', 'audit', 'revision', 'confirmation'] as const).map(
      (kind): [RoundKind, boolean] => [kind, false],
    ),
  ])('in %s a persona is told what the others are told about it: %j', (kind, isPersona) => {
    const { design, turn } = asked(kind);
    const { persona } = makeAssignment(design, askFor(design, turn), voice, { reasks: 2 });
    const { id, title } = findParticipant(design, turn.participant);
    const [, who = ''] = persona.split('\n\n');
    const told = ` The others are told this about you, without your name: Looks where ${id} looks.`;
    expect(who).toBe(`You are the ${title}.${isPersona ? told : ''}`);
  });

  test('the ask of a framing names the personas to choose from, and says if it is started anyway', () => {
    const { design, turn } = asked('framing');
    const ask = askFor(design, turn);
    const [one, other] = ask.participantsAlive;
    if (one === undefined || other === undefined) throw new Error('two take part');
    const choosing = `Personas to choose from: ${one}, ${other}`;
    const factsOf = (changes: object, choice: Ask['choice']) => {
      const text = askText({ ...design, ...changes }, { ...ask, choice });
      return [ALL_TAKE_PART, choosing, STARTED_ANYWAY].filter((fact) => text.includes(fact));
    };
    expect(factsOf({}, [])).toEqual([ALL_TAKE_PART]);
    expect(factsOf({ skipsVerdict: true }, [one, other])).toEqual([choosing, STARTED_ANYWAY]);
  });

  test('an ask counts the sessions that the design has lost so far', () => {
    const world = given().reach('mapping');
    const lost = () => askFor(world.design, world.turn('synthesizer')).sessionsLost;
    expect(lost()).toBe(0);
    world.loses('synthesizer');
    world.ready('synthesizer');
    expect(lost()).toBe(1);
  });

  const inStory = ROUND_KINDS.filter((kind) => kind !== 'matching' && kind !== 'reading');
  test.each(inStory)('of a round of %s ends by naming its terminal tools in backticks', (kind) => {
    const { design, turn } = asked(kind);
    const last = askText(design, askFor(design, turn)).split('\n').at(-1);
    for (const tool of ROUNDS[kind].tools) expect(last).toContain(`\`${tool}\``);
  });

  test('a revision is told what the texts must keep to, as it does not know the composite’s ask', () => {
    const facts = (kind: 'composite' | 'revision') => {
      const { design, turn } = asked(kind);
      return askText(design, askFor(design, turn))
        .split('\n')
        .filter((line) =>
          /^(Claims that it may rest on|Open differences|Unanswered questions): /.test(line),
        );
    };
    expect(facts('composite')).toHaveLength(3);
    expect(facts('revision')).toEqual(facts('composite'));
  });

  test('J2: an argument about all that a map can hold is a message that a child takes', () => {
    const { design, turn } = asked('argument', 1);
    const argued = arguedAtLength(design, turn);
    const assignment = makeAssignment(argued, askFor(argued, turn), voice, { reasks: 3 });
    expect(arguingText(argued, turn).length).toBeGreaterThan(100_000);
    const message = { type: 'take_turn', turnId: turn.id, assignment };
    expect(ParentMessage.safeParse(message).error).toBeUndefined();
    expect(frameOf(JSON.stringify(message)).length).toBeLessThan(MESSAGE_BYTES);
  });

  test('J9: who signs for the second time is told that the text was revised, and nobody before', () => {
    const world = disputed().reach('signing');
    const isToldSo = () =>
      askText(world.design, askFor(world.design, world.turn('subtractor'))).includes(SIGNED_AGAIN);
    expect(isToldSo()).toBe(false);
    world.reach('deciding').takes('Ben', 'Cem', 'U-cem');
    world.reach('signing');
    expect(isToldSo()).toBe(true);
  });

  test.each(['mapping', 'composite'] as const)(
    'J2: the ask of a %s says nothing of how sure anybody is',
    (kind) => {
      const { design, turn } = asked(kind);
      const text = askText(design, askFor(design, turn));
      expect(text.slice(text.indexOf('Claims to account for') + 1)).not.toMatch(
        /[Hh]ow sure|[A-F] 0\.7/,
      );
    },
  );

  test('J4: of a mapping names what one proposal alone has found', () => {
    const { design, turn } = asked('mapping');
    const text = askText(citing(design), askFor(citing(design), turn));
    expect(text).toMatch(/^Found by one proposal alone, with a citation: E-1, E-2/m);
  });
});

test('J10: whoever matches answers sees those so far, each with its reply and author', () => {
  const world = answering();
  world.says('m1', 'About 900 a minute.');
  world.submits('synthesizer', matching(['Q1', 'R1', 'About 900 a minute.']));
  world.says('m2', 'Only the web app.', 'Cleo');
  const { design } = world;
  expect(askText(design, askFor(design, world.turn('synthesizer')))).toMatch(
    /^Q1: .*\n {2}answered in R1, by Ben: About 900 a minute\.$/m,
  );
});
