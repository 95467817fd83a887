import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { askOf } from '../support/designs/ask-of.ts';
import { eventually } from '../support/runner/eventually.ts';

interface Recorded {
  readonly type: string;
  readonly participant?: string;
  readonly rationale?: string;
}

/**
 * A design of two, framed, whose turns stay open until they are answered, and what speaks for a
 * participant's process.
 */
async function asked() {
  const folder = await ownDataFolder();
  afterwards(() => folder.remove());
  const { promise: isTime, resolve: answerAll } = Promise.withResolvers<void>();
  const environment = { ...folder.environment, CHARRETTE_REHEARSAL: '1' };
  const daemon = await InProcess.start(folder.path, environment, systemClock, {
    around: (parts) => {
      const { personas, clock } = parts;
      const rehearsal = createRehearsalModel({ latencyMs: 0, clock, personas });
      const answer: Model['answer'] = async (request, context, options) => {
        if (askOf(context).kind !== 'framing') await isTime;
        return await rehearsal.answer(request, context, options);
      };
      return { ...parts, callModel: createModelBroker({ model: { ...rehearsal, answer }, clock }) };
    },
  });
  afterwards(() => daemon.stop());
  const topic = 'Who speaks in whose turn?';
  const { id } = await daemon.startDesign({ topic, personas: ['archaeologist', 'subtractor'] });
  // Behind the turn of the frame.
  const taken = () =>
    daemon.sessions.sent
      .flatMap((sent) => (sent.type === 'take_turn' ? [sent.turnId] : []))
      .slice(1);
  await eventually(taken).toHaveLength(2);
  const says = (participant: string, turnId: string, rationale: string) => {
    const [, session] =
      [...daemon.sessions.running].find(([, each]) => each.participant === participant) ?? [];
    const input = { rationale };
    session?.listener.onMessage({
      type: 'call_tool',
      turnId,
      callId: 'call-1',
      name: 'pass',
      input,
    });
  };
  const events = async () =>
    (await daemon.get<{ events: Recorded[] }>(`/designs/${id}/events`)).events;
  const untilAnswered = async () => {
    answerAll();
    await daemon.events(id).until('the questions', ({ type }) => type === 'answering_opened');
    expect((await daemon.get<{ status: string }>(`/designs/${id}`)).status).toBe('awaiting_input');
  };
  return { daemon, id, turns: taken(), says, untilAnswered, events };
}

test('A3: a session that knows the id of another one’s turn says nothing in it', async () => {
  const { turns, says, untilAnswered, events } = await asked();
  for (const turn of turns) says('subtractor', turn, 'In the name of another.');
  await untilAnswered();
  const said = (await events()).filter(({ rationale }) => rationale === 'In the name of another.');
  expect(said.map(({ type, participant }) => `${type} of ${participant}`)).toEqual([
    'questions_asked of subtractor',
  ]);
});

test('C16: of one turn that is over three submissions are recorded, however many come', async () => {
  const { daemon, id, turns, says, untilAnswered, events } = await asked();
  await untilAnswered();
  for (let count = 0; count < 200; count += 1)
    for (const turn of turns) says('subtractor', turn, `Once more: ${count}`);
  const late = async () => (await events()).filter(({ type }) => type === 'late_report_recorded');
  await eventually(late).toHaveLength(3);
  await daemon.insist(`/designs/${id}/answered`, {});
  expect(await late()).toHaveLength(3);
});
