import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { ROUNDS } from '#core/vocabulary/round.ts';
import { ROUND_KINDS } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { type Submission, TERMINAL_TOOLS } from '#core/vocabulary/submission.ts';
import { given } from '#test/support/designs/given.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  framing,
  mapping,
  matching,
  pass,
  point,
  proposal,
  questions,
  revision,
  signature,
} from '#test/support/designs/given-submission.ts';
import { turnEndingOf } from '#test/support/designs/session-events.ts';

const ONE_OF_EACH: Submission[] = [
  framing(given().design),
  questions('Why?'),
  pass(),
  matching(),
  proposal(),
  mapping(),
  argument(point('1b', ['A-1'])),
  composite(given().design),
  audit(),
  revision(given().design),
  confirmation(given().design),
  signature(),
];

const STEPS = [
  'framing',
  'asking',
  'answering',
  'proposing',
  'mapping',
  'arguing',
  'composing',
  'auditing',
  'revising',
  'confirming',
  'signing',
] as const;

describe('A1: a turn ends with a terminal tool of its round', () => {
  it('A1: a terminal tool ends turns of one kind of round, and the one for people’s words of two', () => {
    const named = ROUND_KINDS.flatMap((kind) => ROUNDS[kind].tools);
    expect(named.toSorted()).toEqual([...TERMINAL_TOOLS, 'match_answers'].toSorted());
    expect(ROUNDS.reading.tools).toEqual(ROUNDS.matching.tools);
    expect(ONE_OF_EACH.map(({ tool }) => tool).toSorted()).toEqual(TERMINAL_TOOLS.toSorted());
  });

  test.each(STEPS)(
    'A1: while %s, every other tool is refused with the ones that may end the turn',
    (step) => {
      const world = given({ isFramedFirst: true }).reach(step);
      if (step === 'answering') world.replies('A few.');
      const [turn] = world.openTurns();
      const kind = openRound(world.design)?.kind;
      if (turn === undefined || kind === undefined) throw new Error('nobody is being asked');
      const allowed = ROUNDS[kind].tools;
      const others = ONE_OF_EACH.filter(({ tool }) => !allowed.includes(tool));
      expect(others).toHaveLength(TERMINAL_TOOLS.length - allowed.length);
      for (const submission of others) {
        expect(world.refusesSubmission(turn.participant, submission)).toEqual({
          code: 'wrong_tool',
          message: `This turn ends with ${allowed.map((tool) => `\`${tool}\``).join(' or ')}, not with \`${submission.tool}\`.`,
        });
      }
      expect(world.turn(turn.participant).outcome).toBe('open');
    },
  );

  it('A1: a refused submission changes nothing, and the same turn may submit again', () => {
    const world = given().reach('asking');
    const { version } = world.design;
    world.refusesSubmission('subtractor', signature());
    expect(world.design.version).toBe(version);
    world.submits('subtractor', pass());
    expect(openRound(world.design)?.contributed).toEqual(['subtractor']);
  });

  it('A3: code fills in who speaks, in which round and turn', () => {
    const world = given().reach('asking');
    const { id } = world.turn('subtractor');
    const submission = questions('Why?');
    expect(world.submits('subtractor', submission)[0]).toEqual({
      type: 'questions_asked',
      at: world.now,
      ...{ participant: 'subtractor', roundId: 'r1', turnId: id },
      ...submission.input,
      rationale: '',
    });
  });

  it('A2: the given confidence is on record beside the contribution', () => {
    const world = given().reach('signing');
    const { now: at } = world;
    const turn = world.turn('subtractor');
    const { id: turnId, participant, roundId } = turn;
    const submission = signature({ confidence: 0.3 });
    const { sha256 } = decidedOf(world.design) ?? {};
    expect(world.submits('subtractor', submission)).toEqual([
      { type: 'signature_given', at, participant, roundId, turnId, sha256, ...submission.input },
      { type: 'confidence_given', at, participant, roundId, turnId, confidence: 0.3 },
      { type: 'tool_invoked', at, participant, turnId, tool: 'sign', result: 'ok', latencyMs: 0 },
      { at, ...turnEndingOf(turn, 'spoke') },
    ]);
    expect(world.design.turns.find(({ id }) => id === turnId)?.confidence).toBe(0.3);
  });
});
