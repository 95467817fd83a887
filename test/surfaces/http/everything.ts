import type { VerbName } from '#acts/gateway/verbs/verbs.ts';
import { noteId } from '#acts/gateway/verbs/verbs.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { openGate } from '#core/vocabulary/status.ts';
import type { Engine } from '#engine/engine.ts';
import { forgedId } from '../drawn-controls.ts';
import type { Client } from './client.ts';
import { ASKED_BEFORE, newWord, type State, WORD } from './spoken-designs.ts';

interface Act {
  readonly on: State;
  /** What it is about within the design. */
  readonly about?: (design: Design) => string;
  /** The design is in another state afterwards: no other act is tried on it. */
  readonly isConsumed?: true;
  /** Why it is refused here; left out: it is not. */
  readonly refused?: string;
}

const gate = (design: Design) => openGate(design)?.id ?? '';
const persona = () => 'archaeologist';

/** How each act of the table is done here. */
export const ACTS: Readonly<Partial<Record<string, Act>>> = {
  status: { on: 'answering' },
  peek: { on: 'answering', about: persona },
  show: { on: 'ended' },
  go_on: { on: 'answering', isConsumed: true },
  settle: { on: 'at a gate', isConsumed: true, about: () => 'D1/P1' },
  agree: { on: 'at a gate', about: () => 'Q1/1', refused: 'nobody differs here' },
  accept: { on: 'at a gate', isConsumed: true, about: gate },
  send_back: { on: 'at a gate', isConsumed: true, about: gate },
  again: {
    on: 'at a gate',
    isConsumed: true,
    about: gate,
    refused: 'this gate has something to accept',
  },
  stop: { on: 'at a gate', isConsumed: true, about: gate },
  accept_decision: { on: 'ended' },
  decline: { on: 'ended' },
  open_successor: { on: 'superseded' },
  ask: { on: 'ended' },
  fact: { on: 'ended', about: () => 'cost' },
  ask_record: { on: 'ended' },
  publish: { on: 'ended' },
  cancel: { on: 'answering', isConsumed: true },
  ask_starter: { on: 'answering', about: () => 'cancel' },
  run_again: { on: 'cancelled', isConsumed: true },
  follow_up: { on: 'ended' },
} satisfies Record<VerbName, Act>;

/** How each route is asked here. A path is asked of a design in a state, if it is about one. */
export interface Asked {
  readonly on?: State;
  /** Values of names in the path beside the design's id. */
  readonly names?: (
    design: Design,
    engine: Engine,
    client: Client,
  ) => Promise<Record<string, string>> | Record<string, string>;
  readonly query?: string;
  readonly json?: (design: Design) => object;
  readonly form?: (design: Design) => Record<string, string>;
  readonly isConsumed?: true;
  /** Only the listener for the command line has it. */
  readonly isLocal?: true;
  readonly headers?: Record<string, string>;
  /** It begins a design: asked again after that was forgotten, it begins another. */
  readonly begins?: true;
  /** Why it is refused here; left out: it is not. */
  readonly refused?: string;
  /** Why it is not asked here. */
  readonly unasked?: string;
}

const topic = () => `Who keeps ${newWord()}?`;
const author = () => ({ author: newWord() });
const start = () => ({
  topic: `${ASKED_BEFORE}, ${newWord()}?`,
  context: newWord(),
  personas: ['archaeologist', 'failure-analyst'],
});
const DESIGNS = '/api/v1/designs';
const failure = async ({ id }: Design, engine: Engine) => ({
  name: (await engine.parts.store.failureNames(id))[0] ?? 'none',
});
const NOT_OF_DESIGNS = 'it says nothing of designs';

export const ROUTES: Readonly<Partial<Record<string, Asked>>> = {
  [`GET ${DESIGNS}`]: { query: `?words=${WORD}` },
  [`POST ${DESIGNS}`]: { json: start, begins: true },
  [`POST ${DESIGNS}/estimate`]: { json: start, begins: true },
  [`GET ${DESIGNS}/:id`]: { on: 'ended' },
  [`GET ${DESIGNS}/:id/events`]: { on: 'ended' },
  [`GET ${DESIGNS}/:id/course`]: { on: 'ended', isLocal: true },
  [`GET ${DESIGNS}/:id/turns`]: { on: 'ended' },
  [`GET ${DESIGNS}/:id/turns/:n`]: { on: 'ended', names: () => ({ n: '1' }) },
  [`GET ${DESIGNS}/:id/artifacts`]: { on: 'ended' },
  [`GET ${DESIGNS}/:id/artifacts/:name{.+}`]: { on: 'ended', names: () => ({ name: 'brief.md' }) },
  [`GET ${DESIGNS}/:id/failures/:name`]: { on: 'at a gate', names: failure },
  [`GET ${DESIGNS}/:id/retry/preview`]: { on: 'cancelled' },
  [`POST ${DESIGNS}/:id/replies`]: {
    on: 'answering',
    json: () => ({ text: newWord(), ...author() }),
  },
  [`POST ${DESIGNS}/:id/ask`]: { on: 'ended', json: () => ({ text: newWord(), ...author() }) },
  [`POST ${DESIGNS}/:id/answered`]: { on: 'answering', isConsumed: true, json: author },
  [`POST ${DESIGNS}/:id/forgetting`]: { on: 'ended', query: '?preview', json: author },
  [`POST ${DESIGNS}/:id/cancel`]: {
    on: 'answering',
    isConsumed: true,
    json: () => ({ reason: newWord(), ...author() }),
  },
  [`POST ${DESIGNS}/:id/retry`]: { on: 'cancelled', isConsumed: true, json: author },
  [`POST ${DESIGNS}/:id/divergences/:divergenceId`]: {
    on: 'at a gate',
    names: () => ({ divergenceId: 'D1' }),
    json: () => ({ position: '1a', note: newWord(), ...author() }),
  },
  [`POST ${DESIGNS}/:id/questions/:questionId`]: {
    on: 'at a gate',
    names: () => ({ questionId: 'Q1' }),
    json: () => ({ answer: newWord(), ...author() }),
    refused: 'nobody differs here',
  },
  [`POST ${DESIGNS}/:id/gates/:gateId`]: {
    on: 'at a gate',
    isConsumed: true,
    names: (design) => ({ gateId: gate(design) }),
    json: () => ({ choice: 'send_back', note: newWord(), ...author() }),
  },
  [`POST ${DESIGNS}/:id/acceptance`]: {
    on: 'ended',
    json: () => ({ choice: 'decline', why: newWord(), ...author() }),
  },
  [`GET ${DESIGNS}/:id/links`]: { on: 'ended' },
  [`POST ${DESIGNS}/:id/links`]: { on: 'ended', json: () => ({ days: 1, ...author() }) },
  [`DELETE ${DESIGNS}/:id/links/:linkId`]: {
    on: 'ended',
    names: async ({ id }, _, client) => ({
      linkId: (await client.post(`/${id}/links`, { days: 1, ...author() })).body.id,
    }),
    json: author,
  },
  [`POST ${DESIGNS}/:id/publication`]: { on: 'ended', json: author },
  'GET /api/v1/events': {},
  'GET /api/v1/openapi.json': { unasked: NOT_OF_DESIGNS },
  'POST /api/v1/sign-ins': { isLocal: true, json: () => ({ author: 'Ana' }) },
  'POST /api/v1/backup': { unasked: 'a backup that was made before is out of reach' },
  'GET /api/v1/tokens': {},
  'POST /api/v1/tokens': { json: () => ({ name: 'a token', role: 'read' }) },
  'DELETE /api/v1/tokens/:token': { names: () => ({ name: 'nobody' }), refused: 'there is none' },
  'POST /api/v1/tokens/:token/waking': {
    names: () => ({ name: 'nobody' }),
    refused: 'none sleeps',
  },
  'GET /': {},
  'GET /live': { headers: { accept: 'text/event-stream' } },
  'GET /operations': {},
  'POST /operations': { form: () => ({ token: 'nobody' }), refused: 'none sleeps' },
  'GET /designs/:id': { on: 'ended' },
  'GET /designs/:id/proposals': { on: 'ended' },
  'GET /designs/:id/turns/:n': { on: 'ended', names: () => ({ n: '1' }) },
  'GET /designs/:id/files/:name{.+}': { on: 'ended', names: () => ({ name: 'brief.md' }) },
  'POST /designs/:id/acts': {
    on: 'ended',
    form: ({ id }) => ({ act: `${forgedId('status')} ${id}` }),
  },
  'POST /designs/:id/forms': {
    on: 'ended',
    form: ({ id }) => ({ form: noteId('decline'), about: id, why: newWord() }),
  },
  'POST /designs/:id/answers': { on: 'answering', form: () => ({ Q1: newWord() }) },
  'GET /start': {},
  'POST /start': {
    form: () => ({ topic: topic(), context: newWord(), sure: 'yes' }),
    begins: true,
  },
  'GET /healthz': { unasked: NOT_OF_DESIGNS },
  'GET /readyz': { unasked: NOT_OF_DESIGNS },
  'GET /metrics': {},
  'GET /proof/:challenge': { unasked: NOT_OF_DESIGNS },
  'GET /assets/:hash/:name': { unasked: NOT_OF_DESIGNS },
  'GET /sign-in': { unasked: NOT_OF_DESIGNS },
  'POST /sign-in': { unasked: NOT_OF_DESIGNS },
  'GET /sign-in/once/:secret': { unasked: NOT_OF_DESIGNS },
  'POST /sign-in/once/:secret': { unasked: NOT_OF_DESIGNS },
  'POST /sign-out': { unasked: NOT_OF_DESIGNS },
  'GET /links/:secret': {
    on: 'ended',
    names: async ({ id }, _, client) => ({
      secret: (await client.post(`/${id}/links`, { days: 1, ...author() })).body.path
        .split('/')
        .at(-1),
    }),
  },
};

/** How each tool of an agent is called here. */
export interface Called extends Pick<Asked, 'on' | 'isConsumed' | 'begins' | 'refused'> {
  readonly given: (design: Design) => Record<string, unknown>;
}

export const TOOLS: Readonly<Partial<Record<string, Called>>> = {
  start_design: { given: () => ({ topic: topic(), depth: 'quick' }), begins: true },
  follow_design: { on: 'ended', given: ({ id }) => ({ id }) },
  answer_questions: {
    on: 'answering',
    given: ({ id }) => ({ id, text: newWord(), person: newWord() }),
  },
  decide_gate: {
    on: 'at a gate',
    isConsumed: true,
    given: (design) => ({
      id: design.id,
      gateId: gate(design),
      choice: 'accept',
      person: newWord(),
    }),
  },
  take_answer: {
    on: 'at a gate',
    given: ({ id }) => ({ id, questionId: 'Q1', answer: newWord(), person: newWord() }),
    refused: 'nobody differs here',
  },
  cancel_design: {
    on: 'answering',
    isConsumed: true,
    given: ({ id }) => ({ id, reason: newWord() }),
  },
  go_on: { on: 'answering', isConsumed: true, given: ({ id }) => ({ id, person: newWord() }) },
  read_design: { on: 'ended', given: ({ id }) => ({ id, name: 'brief.md' }) },
  ask_record: { on: 'ended', given: ({ id }) => ({ id, text: newWord(), person: newWord() }) },
  search_decisions: { given: () => ({ words: '' }) },
};
