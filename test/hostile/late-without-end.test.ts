import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards, until } from '../entry/waiting.ts';

/** Each model call takes so long that turns stay open while somebody else speaks. */
const REHEARSAL = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '1500' };

/** A design of two, with its turns, and what speaks for a participant's process. */
async function asked() {
  const folder = await ownDataFolder();
  afterwards(() => folder.remove());
  const daemon = await InProcess.start(folder.path, { ...folder.environment, ...REHEARSAL }, systemClock);
  afterwards(() => daemon.stop());
  const topic = 'Who speaks in whose turn?';
  const { id } = await daemon.startDesign({ topic, personas: ['archaeologist', 'subtractor'] });
  const turns = () =>
    daemon.sessions.sent.flatMap((sent) => (sent.type === 'take_turn' ? [sent.turnId] : []));
  await until('both are asked', () => turns().length === 2);
  const says = (participant: string, turnId: string, rationale: string) => {
    const [, session] =
      [...daemon.sessions.running].find(([, each]) => each.participant === participant) ?? [];
    const input = { rationale };
    session?.listener.message({ type: 'call_tool', turnId, callId: 'call-1', name: 'pass', input });
  };
  const events = async () =>
    (await daemon.get<{ events: { type: string }[] }>(`/designs/${id}/events`)).events;
  return { daemon, id, turns: turns(), says, events };
}

test('A3: a session that knows the id of another one’s turn says nothing in it', async () => {
  const { daemon, id, turns, says, events } = await asked();
  for (const turn of turns) says('subtractor', turn, 'In the name of another.');
  await daemon.events(id).until('the questions', ({ type }) => type === 'answering_opened');
  const said = JSON.stringify(await events());
  expect(said.match(/In the name of another/g) ?? []).toHaveLength(1);
  expect(said).toMatch(/"participant":"subtractor"[^}]*In the name of another/);
});

test('C16: of one turn that is over three submissions are recorded, however many come', async () => {
  const { daemon, id, turns, says, events } = await asked();
  await daemon.events(id).until('the questions', ({ type }) => type === 'answering_opened');
  for (let count = 0; count < 200; count += 1)
    for (const turn of turns) says('subtractor', turn, `Once more: ${count}`);
  await daemon.insist(`/designs/${id}/answered`, { skip: true });
  const late = (await events()).filter(({ type }) => type === 'late_submission_recorded');
  expect(late).toHaveLength(3);
});
