/** A daemon as `main` puts it together, with one gateway. The example plays, and no text is so sure that nobody is asked. */

import type { Chat } from '#engine/chat.ts';
import { openEngine } from '#engine/engine.ts';
import { openModels } from '#models/models.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import { createLog } from '#support/log.ts';
import { SHORT_PACE } from '#test/engine/world.ts';
import { SETTINGS } from '#test/support/settings.ts';
import type { GatewayWorld } from './gateway-world.ts';

export type House = Awaited<ReturnType<typeof openHouse>>;

/** `lines`: where its log goes, from warnings on. */
export async function openHouse(
  world: Pick<GatewayWorld, 'platform' | 'connect'>,
  folder: string,
  lines: string[],
) {
  const redact = (text: string) => text;
  const log = createLog({ level: 'warn', redact, write: (line) => lines.push(line) });
  const store = await openStore({ databaseUrl: undefined, dataDir: folder });
  const chats = new Map<'slack' | 'discord', Chat>();
  const publicUrl = 'https://charrette.example';
  const engine = openEngine({
    store,
    models: await openModels('models.yaml', {}, { rehearsal: true, latencyMs: 20 }),
    personas: await loadPersonas('personas'),
    spawnSession: createSpawner({ log, redact }),
    repositories: { pin: async () => null, open: () => Promise.reject(new Error('there is none')) },
    // Nothing ends by itself while a test runs.
    settings: {
      ...SETTINGS,
      design: { ...SETTINGS.design, gateBelow: 1, answerMs: 600_000 },
      publicUrl,
      dataDir: folder,
    },
    log,
    redact,
    pace: SHORT_PACE,
    chats,
  });
  const gateway = await world.connect(engine.designs, () => engine.catchUp());
  chats.set(world.platform, gateway.chat);
  await engine.start({ claimAll: true });
  return {
    store,
    engine,
    async stop() {
      await engine.stop();
      await gateway.stop();
      await store.close();
    },
  };
}
