import type { GatewayContext } from '../../src/acts/gateway/gateway-context.ts';
import { overviewFor } from '../../src/acts/gateway/verbs/overview.ts';
import { perform } from '../../src/acts/gateway/verbs/perform.ts';
import { draw as drawForDiscord } from '../../src/adapters/discord/drawing/draw.ts';
import { answerMcp } from '../../src/adapters/mcp/server.ts';
import { draw as drawForSlack } from '../../src/adapters/slack/drawing/draw.ts';
import type { Document } from '../../src/core/presentation/format/document.ts';
import { NOT_SHOWN } from '../../src/core/presentation/run/set-aside.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Client } from '../adapters/http/client.ts';
import { newWord, STATES, WORD } from '../adapters/http/spoken-designs.ts';
import { Agent, byHttp } from '../adapters/mcp/agent.ts';
import type { LocalSessions } from '../engine/local-sessions.ts';
import { realClock } from '../support/child-real-clock.ts';
import type { keptLog } from '../support/child-sessions.ts';
import { SILENT_PLATFORM } from '../support/nobody-reads.ts';
import { OPEN_TO_ALL } from '../support/open-policy.ts';

/** The word that somebody said, with one byte changed in the store. */
export const CHANGED = WORD.replace('a', 'b');

/** What a row has that its design's events have not, and that is shown as it stands: by table, with the reason. */
export const UNCHECKED: Readonly<Record<string, string>> = {
  failures: 'what a crashed process left behind, for operators',
  lesson_dismissals: 'who dismissed a lesson: an act on what stands beside the events',
  passes: 'who made a link, for operators',
  responses: 'an answer of the last day to the very request that got it',
};

interface World {
  readonly ended: DesignId;
  readonly atGate: DesignId;
}

/** Two designs in which words were said, one of which has a failure, and all that is kept beside them. */
export async function spokenIn(running: { engine: Engine; sessions: LocalSessions }): Promise<World> {
  const [ended, atGate] = [await STATES.ended(running), await STATES['at a gate'](running)];
  const client = new Client(running.engine);
  const by = { author: newWord() };
  await client.post(`/${ended}/acceptance`, { choice: 'decline', why: newWord(), ...by }, KEYED);
  await client.post(`/${ended}/links`, { days: 1, ...by });
  await running.engine.settled(ended);
  return { ended, atGate };
}

type KeptLog = ReturnType<typeof keptLog>;

const KEYED = { 'idempotency-key': 'one' };
const PERSON = { id: 'U1', groups: [], name: 'Ana' };

/** Asks everything that tells of designs. Returns each answer by the name of what gave it. */
export async function toldOf(engine: Engine, { ended, atGate }: World): Promise<Map<string, string>> {
  const parts = { clock: realClock, agentBudgetUsd: 10, person: 'Ana', program: 'charrette', version: '0' };
  const client = new Client(engine, {
    answerAgent: (request, call, closing) => answerMcp(request, { ...parts, call, closing }),
  });
  const told = new Map<string, string>();
  const ask = async (name: string, path: string) => {
    const { status, text } = await client.send(path);
    told.set(name, `${status} ${text}`);
  };
  await ask('the list', '/api/v1/designs');
  await ask('milestones', '/api/v1/events');
  await ask('the lessons', `/api/v1/lessons?words=${WORD}`);
  await ask('the page of designs', '/');
  await ask('the page of what waits', '/?show=waiting');
  await ask('the page of operations', '/operations');
  const [failure = 'none'] = await engine.parts.failures.names(atGate);
  await ask('a failure', `/api/v1/designs/${atGate}/failures/${failure}`);
  for (const id of [ended, atGate]) {
    const below = `/api/v1/designs/${id}`;
    await ask(`${id}: the design`, below);
    for (const what of ['events', 'turns', 'turns/1', 'lessons', 'artifacts', 'artifacts/brief.md', 'links'])
      await ask(`${id}: ${what}`, `${below}/${what}`);
    await ask(`${id}: why`, `${below}/why?words=the`);
    await ask(`${id}: its page`, `/designs/${id}`);
    await ask(`${id}: the page of a turn`, `/designs/${id}/turns/1`);
    const forgetting = await client.post(`/${id}/forgetting?preview`, { author: 'Ana' });
    told.set(`${id}: what forgetting removes`, `${forgetting.status} ${forgetting.text}`);
  }
  const context = {
    ...{
      engine,
      platform: 'local',
      policy: OPEN_TO_ALL,
      clock: realClock,
      linkTo: () => 'https://chat.example/1',
    },
    readers: { ...SILENT_PLATFORM, canOpen: async () => true, channelsOf: async () => ['C1'] },
  } as unknown as GatewayContext;
  const asking = { person: PERSON, channel: 'C1', key: '', stored: () => undefined };
  const drawn = (document: Document | null) =>
    document === null ? '' : JSON.stringify([drawForSlack(document), drawForDiscord(document)]);
  told.set('the list of a channel', drawn(await perform(context, 'list', asking)));
  told.set('the overview of a person', drawn(await overviewFor(context, PERSON)));
  const agent = await new Agent('2026-07-28', null).connect(byHttp((url, init) => client.request(url, init)));
  told.set('an agent’s search', JSON.stringify(await agent.call('search_decisions', { words: '' })));
  told.set('an agent’s files', JSON.stringify(await agent.client.listResources()));
  await agent.close();
  return told;
}

/** What there is to be read once a column was changed. */
export interface Finding {
  /** Answers that have a changed word, and those that only say that something went wrong. */
  readonly shown: string[];
  readonly broken: string[];
  /** Readers or the operator are told that something was changed. */
  readonly isSaid: boolean;
}

export function findingIn(told: ReadonlyMap<string, string>, log: KeptLog): Finding {
  const those = (isSo: (text: string) => boolean) =>
    [...told].filter(([, text]) => isSo(text)).map(([name]) => name.replace(/^dsn_\S+: /, ''));
  const isLogged = log.events.some(({ event }) => ['row_changed', 'chain_broken'].includes(event));
  return {
    shown: those((text) => text.includes(CHANGED)),
    broken: those((text) => text.startsWith('500 ')),
    isSaid: isLogged || [...told.values()].some((text) => text.includes(NOT_SHOWN)),
  };
}

/** Columns whose change is said: what is shown, or what it is checked against. */
export const SAID = [
  'design_events.design_id',
  'design_events.hash',
  'design_events.payload',
  'design_events.type',
  'designs.decision',
  'designs.id',
  'designs.phase',
  'designs.standing',
  'designs.started_by',
  'designs.status',
  'designs.step',
  'designs.thread',
  'designs.topic',
  'turns.design_id',
  'turns.record',
  'turns.turn_id',
];

/** The columns of which a change is shown, or of which nothing is said. */
export function problemsIn(found: ReadonlyMap<string, Finding>): Record<string, Finding> {
  const isBad = ([column, { shown, broken, isSaid }]: [string, Finding]) =>
    isSaid !== SAID.includes(column) || shown.length + broken.length > 0;
  const checked = [...found].filter(([column]) => UNCHECKED[column.split('.')[0] ?? ''] === undefined);
  return Object.fromEntries(checked.filter(isBad));
}
