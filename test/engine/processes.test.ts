import { expect, onTestFinished, test } from 'vitest';
import { createProcessSessions } from '../../src/sessions/sessions.ts';
import { childrenOf, misbehaving, settings } from '../support/processes/child-sessions.ts';
import { eventually } from '../support/runner/eventually.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil } from './running-engine.ts';

test('C13: a cancellation while sessions are starting leaves no process', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({
    parts: {
      sessions: createProcessSessions(
        settings({ program: misbehaving('never-ready'), stopMs: 100 }),
      ),
    },
  });
  const before = childrenOf(process.pid);
  const id = await begun(engine);
  const begunHere = () => childrenOf(process.pid).filter((pid) => !before.includes(pid));
  await eventually(begunHere).toHaveLength(4);
  const started = begunHere();
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
  await eventually(() => childrenOf(process.pid).filter((pid) => started.includes(pid))).toEqual(
    [],
  );
});

test('C13: processes that outlive their daemon are ended by the next one', async () => {
  const { startEngine } = await ownWorkshop();
  const left = createProcessSessions(settings());
  onTestFinished(() => left.close());
  // As when a daemon is killed: it ends nothing itself, and receives nothing any more.
  const unattended = { ...left, stop: async () => undefined, close: async () => undefined };
  const killed = await startEngine({ parts: { sessions: unattended } });
  const id = await begun(killed.engine, { settings: {} });
  const events = await eventsUntil(
    killed.engine,
    id,
    ({ event }) => event.type === 'answering_opened',
  );
  const pids = events.flatMap(({ event }) => (event.type === 'session_ready' ? [event.pid] : []));
  await killed.engine.stop();
  expect(childrenOf(process.pid)).toEqual(expect.arrayContaining(pids));

  const next = await startEngine({ parts: { sessions: createProcessSessions(settings()) } });
  await next.engine.adoptDueDesigns();
  await eventually(() => childrenOf(process.pid).filter((pid) => pids.includes(pid))).toEqual([]);
  expect(next.log.events.filter(({ event }) => event === 'leftover_ended')).toHaveLength(
    pids.length,
  );
  await next.engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await next.engine.stop();
});
