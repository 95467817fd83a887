/**
 * Opens the house and runs one verb in it. Each part is loaded when it is needed: `--help` waits for
 * none of them, and `list` for no chat, page or model's client.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway, House, OpenOptions } from '#cli/house.ts';
import { runProgram } from '#cli/program.ts';
import { hangUp } from '#cli/stop-signal.ts';
import type { Chat } from '#engine/chat.ts';
import type { Engine } from '#engine/engine.ts';
import { Fault, isFault, messageOf } from '#support/fault.ts';
import type { Log } from '#support/log.ts';
import { createRedactor } from '#support/redact.ts';
import {
  loadEnvironmentFiles,
  readSettings,
  refuseStrangersAddress,
  type Settings,
  secretsOf,
} from './settings.ts';

/** Of a clone, and of an installed package, where `dist` stands in the place of `src`. */
const ROOT = join(import.meta.dirname, '..');
/** Also in the last line of a crash no secret is shown (D6). */
let redact = createRedactor(secretsOf(process.env, []));

async function openHouse({ quiet = false, topic }: OpenOptions = {}): Promise<House> {
  const files = loadEnvironmentFiles();
  const settings = readSettings(process.env);
  const { openModels } = await import('#models/models.ts');
  const modelsFile = settings.CHARRETTE_MODELS_FILE ?? join(ROOT, 'models.yaml');
  const models = await openModels(modelsFile, process.env, {
    rehearsal: settings.CHARRETTE_REHEARSAL,
    latencyMs: settings.CHARRETTE_REHEARSAL_LATENCY_MS,
  });
  refuseStrangersAddress(files, models.keyNames);
  redact = createRedactor(secretsOf(process.env, models.keyNames));
  if (topic !== undefined && models.missing !== null && !models.playsExample(topic)) {
    const { noModelWords } = await import('#cli/program-name.ts');
    throw new Fault('bad_setting', noModelWords(models.missing));
  }
  const { loadPersonas } = await import('#sessions/persona-files.ts');
  const personas = await loadPersonas(settings.CHARRETTE_PERSONAS_DIR ?? join(ROOT, 'personas'));
  const { createLog } = await import('#support/log.ts');
  const log = createLog({ level: quiet ? 'error' : settings.CHARRETTE_LOG_LEVEL, redact });
  const { openStore } = await import('#store/open.ts');
  const dataDir = settings.CHARRETTE_DATA_DIR;
  const store = await openStore({ databaseUrl: settings.DATABASE_URL, dataDir });
  const { openEngine } = await import('#engine/engine.ts');
  const { createSpawner } = await import('#sessions/spawn.ts');
  const { NamedRepositories } = await import('#repository/repositories.ts');
  const chats = new Map<'slack' | 'discord', Chat>();
  const engine = openEngine({
    store,
    models,
    personas,
    spawnSession: createSpawner({ log, redact }),
    repositories: new NamedRepositories(settings.CHARRETTE_REPOS, redact),
    chats,
    settings: engineSettings(settings),
    log,
    redact,
  });
  const closing: (() => Promise<void>)[] = [];
  return {
    engine,
    store,
    models,
    dataDir,
    repositoryNames: [...settings.CHARRETTE_REPOS.keys()],
    gateways: [
      slackOf(settings, engine, log, (slack) => {
        chats.set('slack', slack.chat);
        closing.push(slack.stop);
      }),
      discordOf(settings, engine, log, (discord) => {
        chats.set('discord', discord.chat);
        closing.push(discord.stop);
      }),
    ],
    startWeb: async () => {
      const { startWeb } = await import('#web/server.ts');
      const { url, stop } = await startWeb({
        designs: engine.designs,
        ping: () => store.ping(),
        listKey: store.listKey,
        adminToken: settings.CHARRETTE_ADMIN_TOKEN ?? null,
        host: settings.CHARRETTE_HTTP_HOST,
        port: settings.CHARRETTE_HTTP_PORT,
        log,
      });
      closing.push(stop);
      const publicUrl = settings.CHARRETTE_PUBLIC_URL;
      const unlinked = 'CHARRETTE_PUBLIC_URL is not set: threads have no link to their page.';
      const list = `All designs: ${publicUrl ?? url}/?key=${store.listKey}`;
      return { url, lines: publicUrl === undefined ? [list, unlinked] : [list] };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(closing.map((stop) => stop()));
      await engine.stop();
      await store.close();
    },
  };
}

interface Started {
  readonly chat: Chat;
  readonly stop: () => Promise<void>;
}

function slackOf(
  settings: Settings,
  engine: Engine,
  log: Log,
  keep: (slack: Started) => void,
): Gateway {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = settings;
  return {
    name: 'Slack',
    connect: async () => {
      if (botToken === undefined || appToken === undefined)
        return 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set (docs/slack.md).';
      const { startSlack } = await import('#chat/slack/start.ts');
      keep(
        await startSlack({ ...sharedOptions(settings, engine, log), botToken, appToken, apiUrl }),
      );
      return 'connected.';
    },
  };
}

function discordOf(
  settings: Settings,
  engine: Engine,
  log: Log,
  keep: (discord: Started) => void,
): Gateway {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = settings;
  return {
    name: 'Discord',
    connect: async () => {
      if (token === undefined) return 'DISCORD_TOKEN is not set (docs/discord.md).';
      const { startDiscord } = await import('#chat/discord/start.ts');
      const shared = sharedOptions(settings, engine, log);
      keep(await startDiscord({ ...shared, token, apiUrl, onLost: crash }));
      return 'connected.';
    },
  };
}

function sharedOptions(settings: Settings, engine: Engine, log: Log) {
  return {
    designs: engine.designs,
    operators: settings.CHARRETTE_OPERATORS,
    log,
    onReconnect: () => engine.catchUp(),
  };
}

function engineSettings(settings: Settings) {
  return {
    dataDir: settings.CHARRETTE_DATA_DIR,
    publicUrl: settings.CHARRETTE_PUBLIC_URL ?? null,
    budgetUsdPerDesign: settings.CHARRETTE_BUDGET_USD_PER_DESIGN,
    budgetUsdPerDay: settings.CHARRETTE_BUDGET_USD_PER_DAY,
    answerMs: settings.CHARRETTE_ANSWER_SECONDS * 1_000,
    gateMs: settings.CHARRETTE_GATE_SECONDS * 1_000,
    gateBelow: settings.CHARRETTE_GATE_BELOW,
    turnTotalMs: settings.CHARRETTE_TURN_TOTAL_SECONDS * 1_000,
    maxRunning: settings.CHARRETTE_MAX_RUNNING,
    keepDays: settings.CHARRETTE_KEEP_DAYS ?? null,
  };
}

/** One line for people; the stack only of what is a bug of ours. */
function crash(problem: unknown): never {
  const isBug = problem instanceof Error && !isFault(problem);
  const words = isBug ? (problem.stack ?? messageOf(problem)) : messageOf(problem);
  process.stderr.write(`charrette: ${redact(words)}\n`);
  // A wrong setting or file is for whoever called to mend, as a wrong option is.
  process.exit(isFault(problem, 'bad_setting', 'bad_file') ? 2 : 1);
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', hangUp);
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// npm runs scripts in its package's folder; paths on a command line are the caller's.
const callersFolder = process.env.INIT_CWD;
if (callersFolder !== undefined && existsSync(callersFolder)) process.chdir(callersFolder);
process.exitCode = await runProgram(process.argv.slice(2), openHouse).catch(crash);
