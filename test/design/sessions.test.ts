import { describe, expect, it } from 'vitest';
import { decide } from '#design/decide.ts';
import type { DesignEvent } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import { mint } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import { isWanted, livingPersonas, personaState } from '#design/participants.ts';
import { openRound, waitingFor } from '#design/rounds.ts';
import { ANA, designAt, LOST, SPENT } from '#test/support/design-world.ts';
import { sampleSubmission } from '#test/support/sample-submissions.ts';

const OUT_OF_MEMORY = {
  kind: 'out_of_memory',
  detail: 'out of memory [diagnostics: failures/subtractor-00000001.log]',
  diagnostics: 'subtractor-00000001.log',
} as const;

describe('a session', () => {
  it('C1: is on record before any process is spawned, the synthesizer first', () => {
    const world = designAt('spawning');
    expect(world.newEvents.slice(1)).toMatchObject(
      ['synthesizer', 'subtractor', 'failure-analyst', 'outsider', 'auditor'].map(
        (participant) => ({ type: 'session_started', participant, origin: 'first' }),
      ),
    );
    const spawned = world.newEffects.map((effect) => effect);
    expect(spawned).toEqual(
      world.newEvents.slice(1).map((event) => ({
        type: 'spawn_session',
        sessionId: 'sessionId' in event ? event.sessionId : '',
        participant: 'participant' in event ? event.participant : '',
      })),
    );
  });

  it('C1: that is lost before it was ever healthy is lost by its recorded id', () => {
    const world = designAt('spawning');
    const first = world.session('subtractor');
    world.lose('subtractor', { ...LOST, kind: 'never_ready', detail: 'not ready after 20 s' });
    expect(world.newEvents).toMatchObject([
      { type: 'session_lost', sessionId: first.id, cause: { kind: 'never_ready' } },
      { type: 'session_started', participant: 'subtractor', origin: 'retry' },
    ]);
  });
});

describe('a loss', () => {
  it('C2: starts one replacement in the same step, and the second makes the persona dead', () => {
    const world = designAt('proposing');
    const first = world.session('subtractor').id;
    world.lose('subtractor');
    expect(world.newEvents).toMatchObject([
      { type: 'turn_finished', outcome: 'process_lost', isAtLeast: true },
      { type: 'session_lost', sessionId: first },
      { type: 'session_started', origin: 'retry' },
    ]);
    expect(world.newEffects.map(({ type }) => type)).toEqual(['stop_session', 'spawn_session']);
    world.ready('subtractor').lose('subtractor');
    expect(world.newTypes).toEqual(['turn_finished', 'session_lost', 'participant_excused']);
    expect(livingPersonas(world.design)).toHaveLength(2);
  });

  it('C2: of a session that was woken uses up the same one retry', () => {
    const world = designAt('proposing').lose('subtractor').resume(false).allReady();
    expect(world.session('subtractor').origin).toBe('wake');
    world.lose('subtractor');
    expect(world.newTypes).not.toContain('session_started');
    expect(livingPersonas(world.design).map(({ id }) => id)).not.toContain('subtractor');
  });

  it('C3: a crash reported by both the spawn and the exit counts once', () => {
    const world = designAt('proposing');
    const sessionId = world.session('subtractor').id;
    world.lose('subtractor');
    world.must({ type: 'report_lost', sessionId, cause: OUT_OF_MEMORY });
    expect(world.newEvents).toEqual([]);
    expect(world.session('subtractor').state).toBe('starting');
  });

  it('C4: a late report on an earlier session changes no expectation', () => {
    const world = designAt('proposing');
    const sessionId = world.session('subtractor').id;
    world.lose('subtractor').must({ type: 'report_ready', sessionId, pid: 1 });
    expect(world.newEvents).toEqual([]);
    expect(world.design.participants[0]?.sessions.map(({ state }) => state)).toEqual([
      'lost',
      'starting',
    ]);
  });

  it('C5: of a replacement that never became healthy makes its persona dead in the same step', () => {
    const world = designAt('proposing').kill('subtractor');
    const round = openRound(world.design);
    expect(round?.excused).toMatchObject([{ participant: 'subtractor', reason: 'dead' }]);
    expect(round === null ? [] : waitingFor(round)).toEqual(['failure-analyst', 'outsider']);
  });
});

describe('a replacement', () => {
  it('C7: is not asked again for a round to which its persona has contributed', () => {
    const world = designAt('proposing').submit('subtractor').lose('subtractor').ready('subtractor');
    expect(world.newTypes).toEqual(['session_ready']);
    expect(world.design.proposals).toHaveLength(1);
  });

  it('C10: under way keeps its persona among the remaining, and its round open', () => {
    const world = designAt('proposing', { personas: 1 }).lose('subtractor');
    expect(world.design.settled).toBeNull();
    expect(livingPersonas(world.design).map(({ id }) => id)).toEqual(['subtractor']);
    expect(livingPersonas(world.design).map(personaState)).toEqual(['retrying']);
  });

  it('C11: is asked what its persona owes to the round that is open when it is healthy', () => {
    const world = designAt('asking').submit('subtractor').lose('subtractor');
    world.submit('failure-analyst').submit('outsider').goOn();
    expect(world.design.step).toBe('proposing');
    world.ready('subtractor');
    expect(world.newEvents).toMatchObject([
      { type: 'session_ready' },
      { type: 'turn_started', participant: 'subtractor', roundId: openRound(world.design)?.id },
    ]);
  });

  it('C12: is waited for: its round has no deadline of its own', () => {
    const world = designAt('proposing').lose('subtractor');
    world.submit('failure-analyst').submit('outsider');
    world.now += 3_600_000;
    world.must({ type: 'pass_time' });
    expect(world.newEvents).toEqual([]);
    expect(openRound(world.design)?.kind).toBe('proposals');
  });

  it('C13: is not started after a cancellation, and what comes up late is not wanted', () => {
    const world = designAt('proposing').lose('subtractor');
    const retry = world.session('subtractor').id;
    world.cancel('wrong question');
    expect(world.newEffects).toContainEqual({ type: 'stop_session', sessionId: retry });
    expect(isWanted(world.design, retry)).toBe(false);
    world.must({ type: 'report_ready', sessionId: retry, pid: 1 });
    expect(world.newEvents).toEqual([]);
    world.must({ type: 'report_lost', sessionId: retry, cause: LOST });
    expect(world.newEvents).toEqual([]);
  });
});

describe('a turn that is ended in the middle', () => {
  it.each(['cancel', 'resume', 'lose'] as const)('T7: by %s keeps what it has used', (how) => {
    const world = designAt('proposing');
    world.spent = SPENT;
    const { id } = world.turn('subtractor');
    if (how === 'lose') world.lose('subtractor');
    else world[how]();
    expect(world.design.turns.find((turn) => turn.id === id)).toMatchObject(SPENT);
  });

  it('T7: of which nobody knows what it has used has used something', () => {
    const world = designAt('proposing').cancel();
    expect(world.turn('subtractor')).toMatchObject({ costUsd: 0, isAtLeast: true });
  });
});

describe('all personas dead', () => {
  it('C8: in any order of reports is one cancellation', () => {
    const orders = [
      ['subtractor', 'outsider', 'failure-analyst'],
      ['failure-analyst', 'subtractor', 'outsider'],
    ];
    for (const order of orders) {
      const world = designAt('proposing');
      for (const name of [...order, ...order]) world.lose(name);
      const ends = world.events.filter(({ type }) => type === 'outcome_settled');
      expect(ends).toMatchObject([{ status: 'cancelled', reason: 'no_persona_left' }]);
      world.writeFiles();
      expect(world.design.end).toMatchObject({ status: 'cancelled', reason: 'no_persona_left' });
    }
  });

  it('C9: cancel the design in that very step, with what each died of', () => {
    const world = designAt('proposing').submit('outsider').kill('subtractor').kill('outsider');
    world.kill('failure-analyst', OUT_OF_MEMORY);
    expect(world.newTypes).toEqual(['session_lost', 'proposals_revealed', 'outcome_settled']);
    expect(world.design.settled?.detail).toBe(
      'Subtractor: killed by SIGKILL; then again: killed by SIGKILL. Failure analyst: out of memory; then again: out of memory. Outsider: killed by SIGKILL; then again: killed by SIGKILL.',
    );
    expect(world.newEffects.map(({ type }) => type)).toContain('write_files');
    expect(headlineOf(world.design)).toMatchObject({ level: 'error' });
  });
});

describe('the message of a cancellation', () => {
  it('C9: names each persona, however long its causes are', () => {
    const world = designAt('proposing');
    const cause = { ...LOST, detail: 'its last words were many, '.repeat(26) };
    for (const name of ['subtractor', 'outsider', 'failure-analyst']) world.kill(name, cause);
    for (const title of ['Subtractor', 'Failure analyst', 'Outsider'])
      expect(world.design.settled?.detail).toContain(`${title}: its last words`);
  });
});

describe('facilitators', () => {
  it('C17: a living persona takes the role of a dead one, and the result says it', () => {
    const world = designAt('composing').kill('synthesizer');
    expect(world.newEvents.slice(-4)).toMatchObject([
      { type: 'session_lost' },
      { type: 'participant_excused', participant: 'synthesizer', reason: 'role_passed_on' },
      { type: 'role_passed_on', role: 'synthesizer', from: 'synthesizer', to: 'outsider' },
      { type: 'turn_started', participant: 'outsider' },
    ]);
    world.runTo('ended');
    expect(world.design.settled?.caveats).toContainEqual({
      kind: 'stand_in',
      text: 'Outsider stood in for the synthesizer (its process was killed, twice).',
    });
  });

  it('C17: with nobody able, the draft is missing and the proposals stand side by side', () => {
    const world = designAt('composing', { personas: 1 }).kill('synthesizer').kill('subtractor');
    expect(world.design.settled?.reason).toBe('no_persona_left');
    const failing = designAt('composing').kill('synthesizer').fail('outsider');
    expect(failing.design.settled).toMatchObject({
      status: 'needs_review',
      reason: 'nothing_contributed',
    });
  });

  it('C17: the design begins without its synthesizer', () => {
    const world = designAt('spawning').ready('outsider').kill('synthesizer');
    expect(world.newTypes).toContain('role_passed_on');
    expect(world.turn('outsider').outcome).toBe('open');
  });
});

describe('a restart', () => {
  it('C18: wakes exactly those who owe something, under new ids, and uses up no retry', () => {
    const world = designAt('proposing').submit('subtractor').resume(true);
    const woken = world.newEvents.filter(({ type }) => type === 'session_started');
    expect(world.newEvents[0]).toMatchObject({ type: 'design_resumed', crashed: true });
    expect(woken).toMatchObject([
      { participant: 'failure-analyst', origin: 'wake' },
      { participant: 'outsider', origin: 'wake' },
    ]);
    expect(world.newEvents.filter(({ type }) => type === 'turn_finished')).toMatchObject([
      { outcome: 'process_lost', error: { retryable: true } },
      { outcome: 'process_lost' },
    ]);
    world.allReady().lose('outsider');
    expect(world.session('outsider').origin).toBe('retry');
  });

  it('C18: while sessions start, starts all of them again', () => {
    const world = designAt('framing').resume(false);
    expect(world.newEvents.filter(({ type }) => type === 'session_started')).toHaveLength(5);
    world.runTo('ended');
  });

  it('C18: the fifth crash at work in a row ends the design, saying so', () => {
    const world = designAt('asking');
    for (let crash = 0; crash < 5; crash++) world.resume(true);
    expect(world.design.settled).toMatchObject({
      status: 'failed',
      reason: 'crashed_repeatedly',
      detail: 'Charrette crashed 5 times in a row while it was at work.',
    });
  });

  it('C18: a submission, a reply or a decision between crashes begins the count anew', () => {
    const world = designAt('asking');
    for (let crash = 0; crash < 4; crash++) world.resume(true).allReady();
    expect(world.design.crashesInRow).toBe(4);
    world.submit('outsider');
    expect(world.design.crashesInRow).toBe(0);
    for (let crash = 0; crash < 4; crash++) world.resume(true);
    world.reply('Still here.');
    expect(world.design.crashesInRow).toBe(0);
    const signing = designAt('signing').submit('subtractor').submit('failure-analyst');
    for (let crash = 0; crash < 4; crash++) signing.resume(true).allReady();
    signing.fail('outsider').decide('send_back', 'Say how long both may run.');
    expect(signing.design.crashesInRow).toBe(0);
  });

  it('C18: claiming a design that waits, or one that was released, counts nothing', () => {
    const waiting = designAt('answering').must({ type: 'report_questions_seen' }).passTime();
    expect(waiting.newTypes).toContain('session_parked');
    expect(waiting.resume(true).newEvents).toMatchObject([{ crashed: false }]);
    expect(designAt('proposing').resume(false).design.crashesInRow).toBe(0);
  });

  it('C18: while the files are written, has them written again', () => {
    const world = designAt('writing').resume(true);
    expect(world.newTypes).toEqual(['design_resumed']);
    expect(world.newEffects).toEqual([{ type: 'write_files' }]);
  });

  it('C21: after the reveal ends with the text that there is', () => {
    const world = designAt('mapping');
    for (let crash = 0; crash < 5; crash++) world.resume(true);
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      reason: 'crashed_repeatedly',
    });
  });
});

describe('waiting for people', () => {
  it('C23: keeps no process after a minute; a reply wakes whoever reads it, without a retry', () => {
    const world = designAt('answering').must({ type: 'report_questions_seen' });
    const seenAt = world.now;
    world.passTime();
    expect(world.now - seenAt).toBe(60_000);
    expect(world.newTypes).toEqual(Array.from({ length: 5 }, () => 'session_parked'));
    expect(livingPersonas(world.design)).toHaveLength(3);
    world.reply('900 a minute, at most.').passTime();
    expect(world.newEvents).toMatchObject([
      { type: 'round_opened', kind: 'matching', asked: ['synthesizer'] },
      { type: 'session_started', participant: 'synthesizer', origin: 'wake' },
    ]);
  });

  it('C23: at a gate keeps none at all, so that nobody can die of the wait', () => {
    const world = designAt('deciding');
    expect(world.newTypes.filter((type) => type === 'session_parked')).toHaveLength(5);
    world.decide('send_back', 'Say how long both may run.');
    expect(world.newEvents).toMatchObject([
      { type: 'gate_decided' },
      { type: 'round_opened', kind: 'revision' },
      { type: 'session_started', participant: 'synthesizer', origin: 'wake' },
    ]);
  });
});

describe('a turn', () => {
  it('T1: ends as exactly one record, whatever reports come late', () => {
    const world = designAt('proposing');
    const turn = world.turn('outsider');
    world.submit('outsider');
    world.must({
      type: 'fail_turn',
      turnId: turn.id,
      outcome: 'timed_out',
      error: ERROR,
      spent: SPENT,
    });
    expect(world.newEvents).toEqual([]);
    world.runTo('ended');
    const started = world.events.flatMap((e) => (e.type === 'turn_started' ? [e.turnId] : []));
    const finished = world.events.flatMap((e) => (e.type === 'turn_finished' ? [e.turnId] : []));
    expect(finished.toSorted()).toEqual(started.toSorted());
    expect(new Set(started).size).toBe(started.length);
  });

  it('T1: that meets the loss of its process is followed by the loss, and asked again', () => {
    const world = designAt('proposing');
    const { id: turnId } = world.turn('outsider');
    const outcome = 'process_lost';
    world.must({ type: 'fail_turn', turnId, outcome, error: ERROR, spent: SPENT });
    expect(world.newTypes).toEqual(['turn_finished']);
    world.lose('outsider').ready('outsider');
    expect(world.newTypes).toEqual(['session_ready', 'turn_started']);
  });

  it.each([
    ['its design', 'cancel', 'cancelled'],
    ['its session', 'lose', 'process_lost'],
    ['the process of Charrette', 'resume', 'process_lost'],
  ] as const)('T1: that is open at the end of %s ends with it', (_name, how, outcome) => {
    const world = designAt('proposing');
    const { id } = world.turn('subtractor');
    if (how === 'lose') world.lose('subtractor');
    else world[how]();
    const ended = world.newEvents.filter(({ type }) => type === 'turn_finished');
    expect(ended).toHaveLength(how === 'lose' ? 1 : 3);
    expect(ended).toContainEqual(
      expect.objectContaining({ turnId: id, outcome, error: expect.anything() }),
    );
  });

  it('C16: that is still open when its round is over adds nothing to the next one', () => {
    const world = designAt('proposing');
    const turn = world.turn('outsider');
    const asked = [...(openRound(world.design)?.asked ?? [])];
    const { now: at } = world;
    const next = mint('round', '019ad3f2-0000-7000-8000-000000000000');
    const events: DesignEvent[] = [
      { type: 'round_closed', roundId: turn.roundId, contributed: [], excused: [], at },
      { type: 'round_opened', roundId: next, kind: 'argument', asked, repliesUpTo: 0, at },
    ];
    const late = events.reduce(evolve, world.design);
    const submit = world.submitCommand(turn, sampleSubmission(world.design, turn));
    const failure = { outcome: 'timed_out', error: ERROR, spent: SPENT } as const;
    for (const command of [submit, { type: 'fail_turn', turnId: turn.id, ...failure } as const]) {
      const uuid = () => '019ad3f2-0000-7000-8000-000000000001';
      const decided = decide(late, command, { at, uuid });
      const types = decided.accepted && decided.events.map(({ type }) => type);
      expect(types).toEqual(['turn_finished', 'turn_started']);
    }
  });

  it('C16: of a session that was lost changes nothing when it submits after all', () => {
    const world = designAt('proposing');
    const turn = world.turn('outsider');
    world
      .kill('outsider')
      .must(world.submitCommand(turn, { tool: 'pass', input: { rationale: 'x' } }));
    expect(world.newEvents).toEqual([]);
    expect(world.design.proposals).toEqual([]);
  });
});

const ERROR = { class: 'timed_out', message: 'No answer in 600 s.', retryable: true };

describe('a cancellation', () => {
  it('C19: is idempotent and final', () => {
    const world = designAt('proposing').cancel('wrong question').cancel('again');
    expect(world.newEvents).toEqual([]);
    world.writeFiles().writeFiles();
    expect(world.newEvents).toEqual([]);
    expect(world.design.end).toMatchObject({ status: 'cancelled', detail: 'wrong question' });
    expect(headlineOf(world.design)).toMatchObject({ level: 'info', exitCode: 4 });
  });

  it('C19: that comes after another end is told so', () => {
    const world = designAt('ended');
    expect(world.send({ type: 'cancel', reason: '', by: ANA })).toMatchObject({
      accepted: false,
      refusal: { code: 'ended' },
    });
  });
});
