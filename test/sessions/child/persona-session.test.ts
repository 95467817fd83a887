import { describe, expect, test } from 'vitest';
import { PersonaSession } from '#sessions/child/persona-session.mjs';
import { ChildMessage, type ParentMessage } from '#sessions/child/protocol.mjs';
import { assignment } from '../../support/processes/child-assignment.ts';

function open(assigned = true) {
  const said: ChildMessage[] = [];
  const violations: string[] = [];
  let stops = 0;
  const session = new PersonaSession(assigned, {
    send: (raw) => said.push(ChildMessage.parse(JSON.parse(raw))),
    stop: () => {
      stops += 1;
    },
    violated: (reason) => violations.push(reason),
  });
  const tell = (message: ParentMessage) => session.receive(JSON.stringify(message));
  return { session, said, violations, tell, stops: () => stops };
}

const assign = { type: 'assign', version: 2, sessionId: 'ses_1', participant: 'ada' } as const;
const takeTurn = (turnId: string): ParentMessage => ({
  type: 'take_turn',
  turnId,
  assignment: assignment(),
});
const modelAnswer = (turnId: string, text: string): ParentMessage => ({
  type: 'model_answer',
  turnId,
  call: 1,
  content: [{ type: 'text', text }],
  stop: 'end_turn',
});

describe('a session in its process', () => {
  test('a standby says ready with the id that it is given', () => {
    const { said, tell } = open(false);
    tell(assign);
    expect(said).toEqual([{ type: 'ready', version: 2, sessionId: 'ses_1' }]);
  });

  test('a ping is answered with its beat, and stop ends the process', () => {
    const { said, tell, stops } = open();
    tell({ type: 'ping', beat: 3 });
    tell({ type: 'stop' });
    expect(said).toEqual([{ type: 'pong', beat: 3 }]);
    expect(stops()).toBe(1);
  });

  test('a turn that is abandoned is dropped without a word', () => {
    const { said, tell } = open();
    tell(takeTurn('one'));
    tell({ type: 'abandon', turnId: 'one' });
    tell(modelAnswer('one', 'too late'));
    expect(said.map(({ type }) => type)).toEqual(['ask_model']);
  });

  test('abandoning an earlier turn leaves the present one alone', () => {
    const { said, tell } = open();
    tell(takeTurn('one'));
    tell(takeTurn('two'));
    tell({ type: 'abandon', turnId: 'one' });
    tell(modelAnswer('one', 'for the first'));
    tell(modelAnswer('two', 'for the second'));
    expect(
      said.map((message) => [message.type, 'turnId' in message ? message.turnId : '']),
    ).toEqual([
      ['ask_model', 'one'],
      ['ask_model', 'two'],
      ['asked_again', 'two'],
      ['ask_model', 'two'],
    ]);
  });

  test.each([
    ['what is not JSON', '{"type":'],
    ['an unknown message', '{"type":"eval","code":"1"}'],
    ['a known one with a field too many', '{"type":"stop","now":true}'],
    ['another version', JSON.stringify({ ...assign, version: 1 })],
  ])('%s is a violation of the protocol', (_name, raw) => {
    const { session, said, violations, stops } = open(false);
    session.receive(raw);
    expect(violations).toHaveLength(1);
    expect({ said, stops: stops() }).toEqual({ said: [], stops: 0 });
  });

  test('a request that has grown too large is not sent: the turn fails', () => {
    const { said, tell } = open();
    const text = 'x'.repeat(4 * 1024 * 1024);
    const shared = [{ type: 'text' as const, text, cache: false }];
    tell({ type: 'take_turn', turnId: 'big', assignment: assignment({ shared }) });
    tell(modelAnswer('big', text));
    expect(said.map(({ type }) => type)).toEqual(['ask_model', 'asked_again', 'gave_up']);
    expect(said.at(-1)).toMatchObject({ type: 'gave_up', because: 'context_exceeded' });
  });
});
