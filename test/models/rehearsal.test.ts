import { describe, expect, it } from 'vitest';
import { caveatsOf } from '#design/caveats.ts';
import { checkSubmission } from '#design/check-submission.ts';
import type { Command, CommandOf } from '#design/commands.ts';
import { decide } from '#design/decide.ts';
import { NO_USAGE } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import { ParticipantId } from '#design/ids.ts';
import type { Design, Turn } from '#design/state.ts';
import { openGate } from '#design/status.ts';
import { EXAMPLE_TOPIC, readExample } from '#models/example.ts';
import { ModelFault, type ModelRequest } from '#models/model.ts';
import { createRehearsal } from '#models/rehearsal.ts';
import { ANA, startCommand } from '#test/support/design-world.ts';
import { renderDecisionFile } from '#words/decision-file.ts';
import { renderDecisionText } from '#words/decision-text.ts';
import { patient, request } from './world.ts';

const ALL = [
  'archaeologist',
  'contract-keeper',
  'failure-analyst',
  'migrationist',
  'outsider',
  'subtractor',
];

/** A design by the pure core, in which the rehearsal answers every turn. */
class Rehearsed {
  readonly #rehearsal = createRehearsal(0);
  #design: Design | null = null;
  #now = Date.UTC(2026, 10, 30, 9);
  #ids = 0;

  constructor(personas: readonly string[], change: Partial<CommandOf<'start'>> = {}) {
    const command = startCommand({ personas: 1, inThread: false, isRehearsal: true });
    const [persona, ...facilitators] = command.participants;
    if (persona === undefined) throw new Error('there is no persona to copy');
    const letters = personas.map((id) => ParticipantId.parse(id));
    const participants = [...letters.map((id) => ({ ...persona, id })), ...facilitators];
    this.send({ ...command, participants, letters: letters.toReversed(), ...change });
  }

  get design(): Design {
    if (this.#design === null) throw new Error('it has not started');
    return this.#design;
  }

  send(command: Command): void {
    this.#now += 1_000;
    const uuid = () => `019ad3f2-0000-7000-8000-${String(++this.#ids).padStart(12, '0')}`;
    const decided = decide(this.#design, command, { at: this.#now, uuid });
    if (!decided.accepted) throw new Error(decided.refusal.message);
    for (const event of decided.events) this.#design = evolve(this.#design, event);
  }

  reply(text: string): void {
    const reply = { id: `m${this.#now}`, author: 'Ana', authorId: 'U1', text, questionId: '' };
    this.send({ type: 'reply', reply: { ...reply, via: 'terminal' }, replaces: '' });
  }

  /** Until `isThere`, or until nothing is left to do. */
  async runTo(isThere: (design: Design) => boolean): Promise<void> {
    for (let moves = 0; moves < 300 && !isThere(this.design); moves += 1) {
      const { design } = this;
      const starting = design.participants.find(
        ({ sessions }) => sessions.at(-1)?.state === 'starting',
      );
      const turn = design.turns.find(({ outcome }) => outcome === 'open');
      const session = starting?.sessions.at(-1);
      if (session !== undefined) this.send({ type: 'report_ready', sessionId: session.id, pid: 9 });
      else if (turn !== undefined) await this.#answer(turn);
      else if (design.step === 'answering' && design.answering === null)
        this.send({ type: 'report_questions_seen' });
      else if (design.step === 'answering') this.send({ type: 'go_on', by: ANA });
      else return;
    }
  }

  async #answer(turn: Turn): Promise<void> {
    const { design } = this;
    const round = design.rounds.find(({ id }) => id === turn.roundId);
    if (round === undefined) throw new Error('a turn without a round');
    const isAudit = round.kind === 'signing' && turn.participant === 'auditor';
    const about: ModelRequest['about'] = {
      participant: turn.participant,
      kind: isAudit ? 'audit' : round.kind,
      design,
    };
    const { content } = await this.#rehearsal.call(request({ about }), patient());
    const [call] = content;
    if (call?.type !== 'tool_use') throw new Error('it called no tool');
    const checked = checkSubmission(design, turn.id, call.name, call.input);
    if (!checked.ok) throw new Error(`${round.kind}: ${checked.problems.join('\n')}`);
    const { submission } = checked;
    const text =
      submission.tool === 'submit_decision' ? renderDecisionText(submission.input, design) : '';
    const spent = { usage: NO_USAGE, costUsd: 0, isAtLeast: false };
    this.send({ type: 'submit', turnId: turn.id, submission, citations: [], text, spent });
  }
}

const isSettled = ({ settled }: Design) => settled !== null;
const isAnswering = ({ answering }: Design) => answering !== null;

describe('the written example', () => {
  it('has an answer to each question, a move by a claim, a mended finding, a dissent', async () => {
    const run = new Rehearsed(ALL);
    const { answers } = await readExample();
    expect(run.design.topic).toBe(EXAMPLE_TOPIC);
    await run.runTo(isAnswering);
    expect(run.design.questions).toHaveLength(4);
    for (const { participant } of run.design.questions.toReversed())
      run.reply(answers[participant] ?? '');
    await run.runTo(isSettled);

    const { design } = run;
    expect(design.settled).toMatchObject({ status: 'completed', reason: 'finished' });
    const page = renderDecisionFile(design) ?? '';
    expect(page.trim().split(/\s+/).length).toBeLessThanOrEqual(650);
    expect(design.gates).toEqual([]);
    // In another order than they were asked.
    expect(design.questions.map(({ status, answers: numbers }) => [status, ...numbers])).toEqual([
      ['answered', 4],
      ['answered', 3],
      ['answered', 2],
      ['answered', 1],
    ]);
    const moves = (design.differences ?? []).flatMap((each) =>
      each.arguments.filter(({ movedBy }) => movedBy !== '').map(({ participant }) => participant),
    );
    expect(moves.toSorted()).toEqual(['failure-analyst', 'subtractor']);
    const [where, when] = design.differences ?? [];
    expect(where?.positions.map(({ holders }) => holders.length)).toEqual([0, 5]);
    expect(when?.positions.every(({ holders }) => holders.length > 0)).toBe(true);
    const audits = design.audits.map(({ audit }) => audit);
    expect(audits.map(({ findings }) => findings.map(({ severity }) => severity))).toEqual([
      ['major'],
      ['minor'],
    ]);
    expect(audits[0]?.replies).toMatchObject([{ fate: 'contradicted' }]);
    expect(design.decisions).toHaveLength(2);
    expect(design.decisions[1]?.decision.answers).toMatchObject([{ finding: 'F1' }]);
    expect(caveatsOf(design).map(({ kind }) => kind)).toEqual(['dissent', 'reservation']);
  });

  it('ends the same way where nobody answers', async () => {
    const run = new Rehearsed(ALL);
    await run.runTo(isSettled);
    expect(run.design.settled?.status).toBe('completed');
    expect(run.design.questions.map(({ status }) => status)).toEqual(Array(4).fill('assumed'));
    expect(run.design.audits[0]?.audit.replies).toEqual([]);
  });

  it('plays any topic, and takes whatever people say for an answer', async () => {
    const topic = 'Shall we have a mascot?';
    const run = new Rehearsed(ALL, { topic, depth: 'quick' });
    await run.runTo(isAnswering);
    run.reply('A heron.');
    await run.runTo(isSettled);
    expect(run.design.settled?.status).toBe('completed');
    expect(run.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'assumed',
      'assumed',
      'assumed',
    ]);
    // Nobody said what the example's answers say, so nothing of it is called contradicted.
    expect(run.design.audits[0]?.audit.replies).toEqual([]);
  });

  it('plays with whichever personas take part', async () => {
    for (let chosen = 1; chosen < 2 ** ALL.length; chosen += 1) {
      const personas = ALL.filter((_, index) => (chosen >> index) % 2 === 1);
      const depth = chosen % 2 === 0 ? 'quick' : 'standard';
      const run = new Rehearsed(personas, { depth });
      await run.runTo(isSettled);
      // With one or two signers, one dissent is half of them, so a person has to look at it.
      const gate = openGate(run.design)?.reasons ?? [];
      const isHalf = personas.length < 3 && gate.join() === 'half_dissent';
      expect([personas, run.design.settled?.status ?? isHalf]).toEqual([
        personas,
        isHalf ? true : 'completed',
      ]);
    }
  });

  it('plays with personas of one’s own, of which nothing was recorded', async () => {
    const run = new Rehearsed(['economist', 'gardener', 'subtractor', 'tester']);
    await run.runTo(isSettled);
    expect(run.design.settled?.status).toBe('completed');
    expect(run.design.proposals).toHaveLength(4);
  });

  it('writes once more when a person sends it back', async () => {
    const run = new Rehearsed(ALL);
    await run.runTo(({ step }) => step === 'signing');
    run.reply('No deploys in the last week of a quarter.');
    await run.runTo((design) => openGate(design) !== null);
    const gateId = openGate(run.design)?.id;
    if (gateId === undefined) throw new Error('no gate is open');
    const choice = { choice: 'send_back', note: 'Mind the quarter.', sha256: '', by: ANA } as const;
    run.send({ type: 'decide_gate', gateId, ...choice });
    await run.runTo((design) => openGate(design) !== null);
    expect(run.design.decisions).toHaveLength(3);
    expect(run.design.audits).toHaveLength(3);
    expect(run.design.decisions[2]?.decision.answers.map(({ finding }) => finding)).toEqual([
      'N1',
      'F1',
    ]);
    expect(run.design.signatures).toHaveLength(6);
  });

  it('ends its call when it is cancelled, at no cost', async () => {
    const controller = new AbortController();
    const call = createRehearsal(60_000).call(request(), patient({ signal: controller.signal }));
    controller.abort();
    await expect(call).rejects.toMatchObject({ kind: 'timed_out', usage: NO_USAGE });
    await expect(call).rejects.toBeInstanceOf(ModelFault);
  });
});
