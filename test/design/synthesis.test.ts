import { describe, expect, it } from 'vitest';
import { shouldGate } from '#design/caveats.ts';
import { mint } from '#design/ids.ts';
import { openRound } from '#design/rounds.ts';
import { newestDecision, openGate, statusOf } from '#design/status.ts';
import type { Submission, SubmissionOf } from '#design/submissions.ts';
import {
  ANA,
  BEN,
  type DesignWorld,
  designAt,
  type WorldOptions,
} from '#test/support/design-world.ts';
import {
  CLEAN_AUDIT,
  DISSENT,
  GRAVE_AUDIT,
  SIGNATURE,
  sampleMap,
} from '#test/support/sample-submissions.ts';

const AGREED: WorldOptions = {
  submissions: {
    mapping: () => ({ tool: 'map_divergences', input: { differences: [], loneFacts: [] } }),
  },
};
const audit = (input: Partial<SubmissionOf<'submit_audit'>>): Submission => ({
  tool: 'submit_audit',
  input: { ...CLEAN_AUDIT, ...input },
});
const grave: Submission = { tool: 'submit_audit', input: GRAVE_AUDIT };
const dissent: Submission = { tool: 'sign', input: DISSENT };
const PERSONAS = ['subtractor', 'failure-analyst', 'outsider'];
const kinds = ({ design }: DesignWorld) => design.rounds.map(({ kind }) => kind);

describe('proposals', () => {
  it('J1: are sealed one by one, and revealed together when the last is in', () => {
    const world = designAt('proposing').submit('subtractor').submit('outsider');
    expect(world.design.areRevealed).toBe(false);
    expect(world.design.proposals.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    world.submit('failure-analyst');
    expect(world.newTypes.slice(0, 4)).toEqual([
      'proposal_sealed',
      'turn_finished',
      'round_closed',
      'proposals_revealed',
    ]);
  });

  it('J3: are in the order that was drawn for the design, not of who was first', () => {
    const world = designAt('proposing').submit('subtractor').submit('outsider');
    world.submit('failure-analyst');
    expect(world.design.proposals.map(({ letter, participant }) => [letter, participant])).toEqual([
      ['A', 'outsider'],
      ['B', 'failure-analyst'],
      ['C', 'subtractor'],
    ]);
  });

  it('C6: that nobody could write end the design as failed', () => {
    const world = designAt('proposing').fail('subtractor').kill('outsider').fail('failure-analyst');
    expect(world.design.settled).toMatchObject({ status: 'failed', reason: 'nothing_contributed' });
  });

  it('C6: one is enough, and a single one is not compared', () => {
    const world = designAt('proposing')
      .fail('subtractor')
      .fail('outsider')
      .submit('failure-analyst');
    expect(world.design.step).toBe('composing');
  });
});

describe('arguing', () => {
  it('J2: asks those who hold a position on a difference of high impact', () => {
    const world = designAt('arguing');
    expect(openRound(world.design)?.asked).toEqual(PERSONAS);
  });

  it('is skipped at quick, where nothing is of high impact, and where all agree', () => {
    expect(kinds(designAt('composing', { depth: 'quick' }))).not.toContain('argument');
    expect(kinds(designAt('composing', AGREED))).not.toContain('argument');
    const low: WorldOptions = {
      submissions: {
        mapping: (design) => {
          const map = sampleMap(design);
          const differences = map.differences.map((each) => ({ ...each, impact: 'low' as const }));
          return { tool: 'map_divergences', input: { ...map, differences } };
        },
      },
    };
    expect(kinds(designAt('composing', low))).not.toContain('argument');
  });

  it('J2: moves a holder only by a claim of another position', () => {
    const world = designAt('arguing');
    const point = {
      difference: 'D1',
      claim: 'B-2',
      answer: 'True.',
      movedBy: 'B-2',
      position: '1b',
    };
    const input = { points: [point], rationale: 'The March figure.', confidence: 0.6 };
    world.submit('outsider', { tool: 'argue', input });
    expect(world.design.differences?.[0]?.positions.map(({ holders }) => holders)).toEqual([
      [],
      ['failure-analyst', 'subtractor', 'outsider'],
    ]);
    expect(world.design.differences?.[0]?.arguments).toMatchObject([
      { from: '1a', position: '1b' },
    ]);
  });
});

describe('the draft', () => {
  it('C6: that cannot be written leaves the proposals side by side', () => {
    const world = designAt('composing').fail('synthesizer');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      reason: 'nothing_contributed',
    });
  });
});

describe('the audit', () => {
  it('J9: of a grave finding has the text written again, and audited again beside the signing', () => {
    const world = designAt('auditing', AGREED).submit('auditor', grave);
    expect(world.design.step).toBe('revising');
    world.submit('synthesizer');
    expect(openRound(world.design)).toMatchObject({
      kind: 'signing',
      asked: [...PERSONAS, 'auditor'],
    });
    world.runTo('ended');
    expect(world.design.audits).toHaveLength(2);
    expect(world.design.end?.status).toBe('completed');
  });

  it('J8: of a contradicted reply has it written again, and of one left out has not', () => {
    const row = { reply: 'R0', why: 'It moves everything at once.' };
    const contradicted = audit({ replies: [{ ...row, fate: 'contradicted' }] });
    expect(designAt('auditing').submit('auditor', contradicted).design.step).toBe('revising');
    const leftOut = audit({ replies: [{ ...row, fate: 'left_out' }] });
    expect(designAt('auditing').submit('auditor', leftOut).design.step).toBe('signing');
  });

  it('J8: that found a reply contradicted counts until another audit says that it was mended', () => {
    const contradicted = audit({
      replies: [{ reply: 'R0', why: 'All at once.', fate: 'contradicted' }],
    });
    const world = designAt('auditing', AGREED)
      .submit('auditor', contradicted)
      .submit('synthesizer');
    const mended = designAt('auditing', AGREED).submit('auditor', contradicted).runTo('ended');
    expect(mended.design.settled?.caveats).toEqual([]);
    world.kill('auditor').runTo('deciding');
    expect(shouldGate(world.design)).toEqual(['reply_contradicted', 'not_audited']);
  });

  it('J9: that still finds something grave opens a gate: there is no third text', () => {
    const world = designAt('auditing', AGREED).submit('auditor', grave).submit('synthesizer');
    world.submit('auditor', grave);
    for (const name of PERSONAS) world.submit(name);
    expect(openGate(world.design)?.reasons).toEqual(['finding_open']);
  });

  it('J9: has no stand-in beside the signing, and a text without one says so', () => {
    const world = designAt('auditing', AGREED).submit('auditor', grave).submit('synthesizer');
    world.kill('auditor');
    expect(openRound(world.design)?.excused).toMatchObject([{ reason: 'dead' }]);
    for (const name of PERSONAS) world.submit(name);
    expect(openGate(world.design)?.reasons).toContain('not_audited');
  });

  it('C6: may be missing, and the gate says so', () => {
    const world = designAt('auditing', AGREED).fail('auditor').runTo('deciding');
    expect(openGate(world.design)?.reasons).toEqual(['not_audited']);
  });
});

describe('signing', () => {
  it('A5: without a caveat completes the design', () => {
    const world = designAt('ended', AGREED);
    expect(world.design.end).toMatchObject({ status: 'completed', reason: 'finished' });
    expect(world.design.gates).toEqual([]);
  });

  it('J5: a single dissent stands verbatim and forces nothing', () => {
    const world = designAt('signing', AGREED).submit('subtractor', dissent).runTo('ended');
    expect(world.design.end?.status).toBe('completed');
    expect(world.design.settled?.caveats).toEqual([
      { kind: 'dissent', text: `Subtractor dissents: ${DISSENT.words}` },
    ]);
  });

  it('J11: dissent of half, low confidence, or too few signatures open a gate', () => {
    const half = designAt('signing', { ...AGREED, personas: 2 }).submit('subtractor', dissent);
    expect(half.runTo('deciding').design.gates[0]?.reasons).toEqual(['half_dissent']);
    const unsure: Submission = { tool: 'sign', input: { ...SIGNATURE, confidence: 0.3 } };
    const low = designAt('signing', AGREED).submit('subtractor', unsure).runTo('deciding');
    expect(low.design.gates[0]?.reasons).toEqual(['low_confidence']);
    const few = designAt('signing', AGREED).fail('subtractor').fail('outsider').runTo('deciding');
    expect(few.design.gates[0]?.reasons).toEqual(['signature_missing']);
  });

  it('J11: four of six signatures are enough, and three are not', () => {
    const world = designAt('signing', { ...AGREED, personas: 6 });
    for (const name of ['subtractor', 'outsider', 'archaeologist']) world.submit(name);
    world.fail('failure-analyst').fail('migrationist');
    expect(shouldGate(world.design)).toEqual(['signature_missing']);
    expect(shouldGate(world.submit('contract-keeper').design)).toEqual([]);
  });

  it('J11: a difference that nobody argued is no caveat', () => {
    const { design } = designAt('ended', { depth: 'quick' });
    expect(design.differences?.[0]?.positions.every(({ holders }) => holders.length > 0)).toBe(
      true,
    );
    expect(design.settled?.caveats).toEqual([]);
  });

  it('A5: by nobody completes nothing', () => {
    const world = designAt('signing', AGREED);
    for (const name of PERSONAS) world.fail(name);
    expect(world.design.settled).toMatchObject({ status: 'needs_review', reason: 'finished' });
  });
});

describe('a gate', () => {
  const gate = (options: WorldOptions = {}) => designAt('deciding', options);

  it('A7: is on record before anybody is asked, waits for people, and has an end', () => {
    const world = gate();
    expect(world.newTypes).toContain('gate_opened');
    expect(statusOf(world.design)).toBe('awaiting_input');
    world.passTime();
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      reason: 'gate_unanswered',
    });
  });

  it('J9: takes nothing unseen: to accept names the hash of the newest text', () => {
    const world = gate();
    const gateId = openGate(world.design)?.id ?? mint('gate', '');
    const hash = newestDecision(world.design)?.sha256 ?? '';
    const choose = (sha256: string) =>
      world.send({
        type: 'decide_gate',
        gateId,
        choice: 'accept',
        note: '',
        sha256,
        by: ANA,
      });
    expect(choose('')).toMatchObject({ refusal: { code: 'invalid' } });
    expect(choose('00000000')).toMatchObject({ refusal: { code: 'invalid' } });
    expect(choose(hash.slice(0, 8))).toMatchObject({ accepted: true });
    expect(world.design.settled).toMatchObject({
      status: 'completed',
      reason: 'accepted',
      by: ANA,
    });
    expect(choose(hash)).toMatchObject({
      refusal: { code: 'not_open', message: 'Ana has decided this already.' },
    });
  });

  it('J9: accepts nothing before a message of somebody else can stand among the caveats', () => {
    const world = gate().reply('Our contract forbids that.', { by: BEN });
    const words = 'Ben has just written. Read it, then accept.';
    expect(() => world.decide('accept')).toThrow(words);
    world.now += 5_000;
    expect(world.decide('accept').design.settled?.reason).toBe('accepted');
    const own = gate().reply('I am for it.');
    expect(own.decide('accept').design.settled?.reason).toBe('accepted');
  });

  it('J9: sends back once, with a note, to one more text, audit and signing', () => {
    const world = gate();
    expect(() => world.decide('send_back')).toThrow('Say in a note what should change.');
    world.decide('send_back', 'Say how long both may run.').runTo('signing');
    expect(kinds(world).slice(-2)).toEqual(['revision', 'signing']);
    expect(openRound(world.design)?.asked).toContain('auditor');
    world.runTo('deciding');
    expect(openGate(world.design)?.choices).toEqual(['accept', 'stop']);
  });

  it('J9: after a revision that failed stands over the text that was there', () => {
    const world = gate().decide('send_back', 'Shorter.').allReady().fail('synthesizer');
    expect(openGate(world.design)?.choices).toEqual(['accept', 'stop']);
    expect(world.design.signatures).toHaveLength(3);
  });

  it('A5: that is stopped cancels the design', () => {
    const world = gate().decide('stop', 'We buy one.');
    expect(world.design.settled).toMatchObject({
      status: 'cancelled',
      reason: 'stopped_at_gate',
      detail: 'We buy one.',
      by: ANA,
    });
  });

  it('J11: is not opened where nobody is there to decide', () => {
    const world = designAt('ended', { settings: { gates: 'none' } });
    expect(world.design.end).toMatchObject({ status: 'needs_review', reason: 'finished' });
  });

  it('J8: opens for a reply that came after the last audit was asked, and Send back takes it along', () => {
    const world = designAt('signing', AGREED).reply('No deploys in December.').runTo('deciding');
    expect(shouldGate(world.design)).toEqual(['reply_not_in_text']);
    world.decide('send_back', 'Take it in.').runTo('ended');
    expect(world.design.end?.status).toBe('completed');
    // Whoever audited it has read this one beside it.
    const read = designAt('composing', AGREED).reply('No deploys in December.').runTo('ended');
    expect(read.design.gates).toEqual([]);
  });
});

describe('money', () => {
  const nearly: WorldOptions = { settings: { budgetUsd: 0.31 } };

  it('J9 J11: goes straight to the text when it runs short, and the gate says so', () => {
    const world = designAt('deciding', nearly);
    expect(kinds(world)).toEqual([
      'framing',
      'questions',
      'proposals',
      'draft',
      'audit',
      'signing',
    ]);
    const gate = openGate(world.design);
    expect(gate?.reasons).toEqual(['stopped_by_money']);
    expect(gate?.choices).toEqual(['accept', 'stop']);
  });

  it('that ran out before there was anything ends the design with that reason', () => {
    const error = { class: 'no_money', message: 'The money ran out.', retryable: false };
    const world = designAt('proposing', nearly);
    for (const name of PERSONAS) world.fail(name, error);
    expect(world.design.settled).toMatchObject({
      status: 'failed',
      reason: 'money_used_up',
      caveats: [{ kind: 'stopped_by_money' }],
    });
  });
});

describe('files', () => {
  it('A5: a design ends only when its files are written', () => {
    const world = designAt('writing', AGREED);
    expect(world.design.end).toBeNull();
    world.writeFiles();
    expect(world.newEvents).toMatchObject([{ type: 'design_ended', status: 'completed' }]);
    expect(world.design.end?.files).toHaveLength(2);
  });

  it('P2: that cannot be written end it as needs_review, saying why', () => {
    const world = designAt('writing', AGREED);
    world.must({ type: 'report_files_failed', detail: 'no space left on the device' });
    expect(world.design.end).toMatchObject({
      status: 'needs_review',
      reason: 'write_failed',
      detail: 'The files could not be written: no space left on the device',
    });
  });
});
