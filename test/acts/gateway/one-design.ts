import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import type { Command } from '#core/vocabulary/commands.ts';
import type { Publication } from '#core/vocabulary/event-parts.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { summaryOf } from '#engine/commit/commit.ts';
import type { Engine } from '#engine/engine.ts';
import { previewRetry } from '#engine/starting/retrying.ts';
import type { World } from '../../support/designs/given.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

const NEXT = DesignId.parse('dsn_0192f3aa-0000-7000-8000-00000000beef');

const PUBLICATION: Publication = {
  repository: 'acme/shop',
  number: '0001',
  path: 'docs/decisions/0001-queue.md',
  pull: 1,
  url: 'https://forge.test/acme/shop/pull/1',
};

/**
 * An engine that is one design of the core, whichever `worldNow` gives. `done`: everything that was
 * made to happen.
 */
export function oneDesign(worldNow: () => World) {
  const done: string[] = [];
  let successor: DesignId | null = null;
  const parts = {
    log: keepLog(),
    clock: realClock,
    identifiers: systemIdentifiers,
    rehearsal: false,
    publicUrl: null,
    personas: shipped,
    settings: {},
    store: {
      successor: async () => successor,
      summary: async (id: string) => ({ ...summaryOf(worldNow().design), id }),
      list: async () => [],
      events: async (_: string, after: number) =>
        worldNow()
          .history.slice(after)
          .map((event) => ({ event, hash: '' })),
    },
    fleet: {
      countOthers: async () => 0,
      acquireLeadership: async () => true,
      resignLeadership: async () => undefined,
    },
    publisher: {
      publish: async (_: unknown, __: unknown, record: (made: Publication) => Promise<unknown>) => {
        done.push('publish');
        await record(PUBLICATION);
        return { ...PUBLICATION, isThere: true };
      },
    },
  };
  const engine = {
    parts,
    design: async () => worldNow().design,
    command: (_: string, command: Command) => {
      done.push(command.type);
      const decision = worldNow().do(command);
      const answer = decision.accepted ? { accepted: true } : decision;
      return { stored: Promise.resolve({}), answered: Promise.resolve(answer) };
    },
    previewRetry: () =>
      previewRetry(worldNow().design, parts as unknown as Parameters<typeof previewRetry>[1]),
    retry: () => {
      done.push('retry');
      const fresh = successor === null;
      successor = NEXT;
      const answered = Promise.resolve({
        ok: true,
        fresh,
        design: { ...worldNow().design, id: NEXT },
      });
      return { stored: Promise.resolve({ fresh }), answered };
    },
    ask: async () => {
      done.push('ask');
      return { kind: 'facts', design: worldNow().design, facts: ['cost'] };
    },
    questionPrice: async () => null,
    refusalForMoreToday: async () => null,
    findForgotten: async () => null,
    onChange: () => undefined,
    onSetAside: () => undefined,
    observe: () => undefined,
    onFailedWrite: () => undefined,
    openDesigns: 0,
    hungDesigns: 0,
    isStopping: false,
    models: { permanent: [], temporary: [] },
    budgetUsd: async () => null,
    estimate: async () => null,
  };
  /** Nothing has happened yet. */
  const forget = () => {
    done.length = 0;
    successor = null;
  };
  return { engine: engine as unknown as Engine, log: parts.log, done, forget };
}
