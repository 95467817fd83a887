import { describe, expect, it } from 'vitest';
import { checkSubmission, problemsOfText } from '#design/check-submission.ts';
import { ParticipantId } from '#design/ids.ts';
import { sealOf } from '#design/seal.ts';
import type { SubmissionOf } from '#design/submissions.ts';
import { type DesignWorld, designAt, SPENT } from '#test/support/design-world.ts';
import {
  CLEAN_AUDIT,
  GRAVE_AUDIT,
  SIGNATURE,
  sampleArgument,
  sampleDecision,
  sampleMap,
  sampleProposal,
} from '#test/support/sample-submissions.ts';

function problems(world: DesignWorld, name: string, tool: string, input: unknown) {
  const checked = checkSubmission(world.design, world.turn(name).id, tool, input);
  return checked.ok ? [] : checked.problems;
}

describe('a submission', () => {
  it('A1: ends its turn by a tool of its round, and by no other', () => {
    const world = designAt('signing');
    expect(problems(world, 'outsider', 'sign', SIGNATURE)).toEqual([]);
    expect(problems(world, 'outsider', 'submit_audit', CLEAN_AUDIT)).toEqual([
      'This turn ends with `sign`, not with `submit_audit`.',
    ]);
    expect(problems(world, 'outsider', 'agree', {})).toHaveLength(1);
    const withMore = { ...SIGNATURE, status: 'completed' };
    expect(problems(world, 'outsider', 'sign', withMore)).toHaveLength(1);
  });

  it('A2: without rationale or confidence, or with one out of range, is refused with the reason', () => {
    const world = designAt('signing');
    const refused = (change: object) =>
      problems(world, 'outsider', 'sign', { ...SIGNATURE, ...change }).join();
    for (const rationale of [undefined, ' '])
      expect(refused({ rationale })).toMatch(/^`rationale`/);
    for (const confidence of [undefined, null, '0.7', -0.1, 1.1])
      expect(refused({ confidence })).toMatch(/^`confidence`/);
  });

  it('A4 T1: that the core does not take ends its turn as a fault, whoever sent it', () => {
    const world = designAt('composing');
    const decision = { ...sampleDecision(world.design), base: 'Z' };
    const command = world.submitCommand(world.turn('synthesizer'), {
      tool: 'submit_decision',
      input: decision,
    });
    world.must(command);
    expect(world.turn('synthesizer')).toMatchObject({
      outcome: 'fault',
      error: { class: 'bug', message: expect.stringContaining('There is no proposal “Z”') },
      costUsd: SPENT.costUsd,
    });
    // Nobody waits for it.
    expect(world.design.rounds.find(({ kind }) => kind === 'draft')?.closedAt).not.toBeNull();
  });

  it('P7: of a decision whose text is too long to be stored is a problem, never a crash', () => {
    const world = designAt('composing');
    const input = sampleDecision(world.design);
    const turn = world.turn('synthesizer');
    const text = 'x'.repeat(60_001);
    expect(problemsOfText(text)).toEqual(['The decision is too long by 1 characters. Shorten it.']);
    world.must({ ...world.submitCommand(turn, { tool: 'submit_decision', input }), text });
    expect(world.turn('synthesizer').outcome).toBe('fault');
  });

  it('A4: names all of its problems at once, with the names that are known', () => {
    const world = designAt('composing');
    const sample = sampleDecision(world.design);
    const input = { ...sample, base: 'Z', why: [{ text: 'It holds.', rests: ['A-9', 'R7'] }] };
    expect(problems(world, 'synthesizer', 'submit_decision', input).slice(0, 1)).toEqual([
      'There is no proposal “Z”: known are A, B, C.',
    ]);
    const known = 'A-1, A-2, A-3, A-4, A-5, B-1, B-2, B-3, B-4, B-5, C-1, C-2, C-3, C-4, C-5, R0';
    expect(problems(world, 'synthesizer', 'submit_decision', input)).toContain(
      `There is no claim or reply “R7”: known are ${known}.`,
    );
    const answers = [{ finding: 'F1', how: 'Mended.' }];
    expect(problems(world, 'synthesizer', 'submit_decision', { ...sample, answers })).toEqual([
      'There is no finding “F1”: there are none.',
    ]);
    const taken = [{ from: 'C', what: 'Its flag.', why: 'It is the base itself.' }];
    expect(problems(world, 'synthesizer', 'submit_decision', { ...sample, taken })).toEqual([
      'There is no proposal beside the base “C”: known are A, B.',
    ]);
  });
});

describe('a seal', () => {
  it('J1: is of the proposal as it is stored, whatever whitespace it came with', () => {
    const world = designAt('proposing');
    const input = { ...sampleProposal('A'), headline: '  Keep Redis.  ' };
    world.submit('outsider', { tool: 'submit_proposal', input });
    const [sealed] = world.design.proposals;
    expect(sealed?.proposal.headline).toBe('Keep Redis.');
    expect(sealed?.sha256).toBe(sealed === undefined ? '' : sealOf(sealed.proposal));
  });
});

describe('proposals and the map', () => {
  it('need a claim against themselves, and cite with place and words', () => {
    const world = designAt('proposing');
    const sample = sampleProposal('A');
    const claims = sample.claims.map((claim) => ({ ...claim, against: false, place: 'a.ts:1' }));
    expect(problems(world, 'outsider', 'submit_proposal', { ...sample, claims })[0]).toBe(
      'At least one claim must speak against your own answer.',
    );
    expect(problems(world, 'outsider', 'submit_proposal', { ...sample, claims })).toContain(
      'In claim 1, `place` and `quote` go together: give both, or neither.',
    );
  });

  it('A4: name letters and claims that exist, each letter at one position', () => {
    const world = designAt('mapping');
    const map = sampleMap(world.design);
    const loneFacts = [{ claim: 'A-9', why: 'Nobody else has it.' }];
    expect(problems(world, 'synthesizer', 'map_divergences', { ...map, loneFacts })).toEqual([
      expect.stringMatching(/^There is no claim “A-9”: known are A-1, /),
    ]);
    const positions = [
      { statement: 'Yes.', letters: ['A', 'X'] },
      { statement: 'No.', letters: ['A'] },
    ];
    const differences = map.differences.map((each) => ({ ...each, positions }));
    expect(problems(world, 'synthesizer', 'map_divergences', { ...map, differences })).toEqual([
      'There is no proposal “X”: known are A, B, C.',
      'The proposal A is named twice.',
    ]);
  });
});

describe('an argument', () => {
  const world = designAt('arguing');
  const sample = sampleArgument(world.design, world.turn('outsider'));
  const argue = (change: Partial<SubmissionOf<'argue'>['points'][number]>) =>
    problems(world, 'outsider', 'argue', {
      ...sample,
      points: sample.points.map((point) => ({ ...point, ...change })),
    });

  it('J2: answers a claim of another position, not one of its own', () => {
    expect(argue({})).toEqual([]);
    expect(argue({ claim: 'A-1' })[0]).toContain('There is no claim of another position “A-1”');
  });

  it('J2: moves only by a claim that it names', () => {
    expect(argue({ position: '1b' })).toEqual([
      'On D1 you move: name in `movedBy` the claim that moved you.',
    ]);
    expect(argue({ movedBy: 'B-1' })).toEqual([
      'On D1 you stay at 1a: leave `movedBy` empty, or move.',
    ]);
    expect(argue({ movedBy: 'B-1', position: '1b' })).toEqual([]);
  });

  it('A4: names a position that exists, and answers every difference that it was asked about', () => {
    expect(argue({ movedBy: 'B-1', position: '1c' })).toEqual([
      'There is no position “1c”: known are 1a, 1b.',
    ]);
    expect(argue({ difference: 'D7' })).toEqual([
      'There is no difference “D7”: known are D1.',
      'Answer D1 too.',
    ]);
  });
});

describe('a decision', () => {
  it('J4: says of every other proposal what it takes, or why it rejects it', () => {
    const world = designAt('composing');
    const input = { ...sampleDecision(world.design), rejected: [] };
    expect(problems(world, 'synthesizer', 'submit_decision', input)).toEqual([
      'Say of A what you take from it, or why you reject it.',
      'Say of B what you take from it, or why you reject it.',
    ]);
  });

  it('J4: rests every reason and step on a claim or a reply', () => {
    const world = designAt('composing');
    const sample = sampleDecision(world.design);
    const [why, steps] = [sample.why, sample.steps].map((parts) =>
      parts.slice(0, 1).map((each) => ({ ...each, rests: [] })),
    );
    expect(problems(world, 'synthesizer', 'submit_decision', { ...sample, why, steps })).toEqual([
      'Say in `rests` what reason 1 rests on.',
      'Say in `rests` what step 1 rests on.',
    ]);
  });

  it('J4: takes nothing and rejects nothing without a reason', () => {
    const world = designAt('composing');
    const sample = sampleDecision(world.design);
    const taken = [{ from: 'A', what: 'Its flag.', why: '' }];
    const rejected = sample.rejected.map((each) => ({ ...each, letters: ['B'], outweighed: '' }));
    expect(
      problems(world, 'synthesizer', 'submit_decision', { ...sample, taken, rejected }),
    ).toEqual([
      expect.stringMatching(/^`taken\.0\.why`/),
      expect.stringMatching(/^`rejected\.0\.outweighed`/),
    ]);
  });

  it('J9: that is written again says a line on every finding', () => {
    const world = designAt('auditing').submit('auditor', {
      tool: 'submit_audit',
      input: GRAVE_AUDIT,
    });
    const sample = sampleDecision(world.design);
    expect(problems(world, 'synthesizer', 'submit_decision', { ...sample, answers: [] })).toEqual([
      'Say in `answers` a line on F1.',
    ]);
    expect(problems(world, 'synthesizer', 'submit_decision', sample)).toEqual([]);
  });

  it('J9: that was sent back says a line on the note', () => {
    const world = designAt('deciding').decide('send_back', 'Say who removes the keys.').allReady();
    const sample = sampleDecision(world.design);
    expect(problems(world, 'synthesizer', 'submit_decision', { ...sample, answers: [] })).toEqual([
      'Say in `answers` a line on N1.',
    ]);
    expect(problems(world, 'synthesizer', 'submit_decision', sample)).toEqual([]);
  });
});

describe('an audit and a matching', () => {
  it('A4: name replies that exist, each once', () => {
    const world = designAt('auditing');
    const row = { reply: 'R4', why: 'It is not there.', fate: 'left_out' };
    expect(
      problems(world, 'auditor', 'submit_audit', { ...CLEAN_AUDIT, replies: [row, row] }),
    ).toEqual(['There is no reply “R4”: known are R0.', 'The reply R4 is named twice.']);
  });

  it('A4: name questions and replies that there are, and not R0, which answers nothing', () => {
    const world = designAt('answering').must({ type: 'report_questions_seen' });
    world.reply('900.').passTime();
    const row = { replies: ['R0', 'R2'], unknown: false, differ: false };
    const questions = [{ ...row, question: 'Q3' }];
    expect(problems(world, 'synthesizer', 'match_answers', { questions })).toEqual([
      'There is no question “Q3”: known are Q1, Q2.',
      'There is no reply “R0”: known are R1.',
      'There is no reply “R2”: known are R1.',
    ]);
  });

  it('J13: takes no question for unknown and answered, nor one reply for two that differ', () => {
    const world = designAt('answering').must({ type: 'report_questions_seen' });
    world.reply('900.').passTime();
    const row = { question: 'Q1', replies: ['R1'], unknown: true, differ: true };
    expect(problems(world, 'synthesizer', 'match_answers', { questions: [row] })).toEqual([
      'Q1 is unknown and answered: it is one of the two.',
      'Q1: it takes two replies to differ.',
    ]);
  });
});

describe('ids of participants', () => {
  it('C15: are one form everywhere', () => {
    for (const id of ['subtractor', 'contract-keeper', 'x2'])
      expect(ParticipantId.safeParse(id).success).toBe(true);
    for (const id of ['Subtractor', 'x', '2x', 'a b', '../etc', `a${'b'.repeat(31)}`, ''])
      expect(ParticipantId.safeParse(id).success).toBe(false);
  });
});
