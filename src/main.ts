/**
 * Opens the house and runs one verb in it. Chats, pages and the models' clients are loaded when they
 * are needed: `list` waits for none of them.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '#cli/house.ts';
import { runProgram } from '#cli/program.ts';
import type { Chat } from '#engine/chat.ts';
import { openEngine } from '#engine/engine.ts';
import { openModels } from '#models/models.ts';
import { NamedRepositories } from '#repository/repositories.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import { isFault, messageOf } from '#support/fault.ts';
import { createLog } from '#support/log.ts';
import { createRedactor } from '#support/redact.ts';
import { loadEnvironmentFiles, readSettings, secretsOf, type Settings } from './settings.ts';

/** Of a clone, and of an installed package, where `dist` stands in the place of `src`. */
const ROOT = join(import.meta.dirname, '..');

async function openHouse({ quiet }: { readonly quiet: boolean }): Promise<House> {
  loadEnvironmentFiles();
  const settings = readSettings(process.env);
  const modelsFile = settings.CHARRETTE_MODELS_FILE ?? join(ROOT, 'models.yaml');
  const models = await openModels(modelsFile, process.env, {
    rehearsal: settings.CHARRETTE_REHEARSAL,
    latencyMs: settings.CHARRETTE_REHEARSAL_LATENCY_MS,
  });
  const redact = createRedactor(secretsOf(process.env, models.keyNames));
  const log = createLog({ level: quiet ? 'error' : settings.CHARRETTE_LOG_LEVEL, redact });
  const dataDir = settings.CHARRETTE_DATA_DIR;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const personas = await loadPersonas(settings.CHARRETTE_PERSONAS_DIR ?? join(ROOT, 'personas'));
  const store = await openStore({ databaseUrl: settings.DATABASE_URL, dataDir });
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
    log,
    dataDir,
    serve: async (say) => {
      await startGateways();
      const { startWeb } = await import('#web/server.ts');
      const web = await startWeb({
        designs: engine.designs,
        ping: () => store.ping(),
        listKey: store.listKey,
        adminToken: settings.CHARRETTE_ADMIN_TOKEN ?? null,
        host: settings.CHARRETTE_HTTP_HOST,
        port: settings.CHARRETTE_HTTP_PORT,
        log,
      });
      closing.push(web.stop);
      sayAddresses(say, settings, web.url, store.listKey);
      return { url: web.url };

      async function startGateways(): Promise<void> {
        const { designs } = engine;
        const shared = {
          designs,
          operators: settings.CHARRETTE_OPERATORS,
          log,
          onReconnect: () => engine.catchUp(),
        };
        if (settings.SLACK_BOT_TOKEN !== undefined && settings.SLACK_APP_TOKEN !== undefined) {
          const { startSlack } = await import('#chat/slack/start.ts');
          const slack = await startSlack({
            ...shared,
            botToken: settings.SLACK_BOT_TOKEN,
            appToken: settings.SLACK_APP_TOKEN,
            apiUrl: settings.SLACK_API_URL,
          });
          chats.set('slack', slack.chat);
          closing.push(slack.stop);
          say('Slack: connected.');
        }
        if (settings.DISCORD_TOKEN !== undefined) {
          const { startDiscord } = await import('#chat/discord/start.ts');
          const discord = await startDiscord({
            ...shared,
            token: settings.DISCORD_TOKEN,
            apiUrl: settings.DISCORD_API_URL,
            onLost: (line) => crash(line),
          });
          chats.set('discord', discord.chat);
          closing.push(discord.stop);
          say('Discord: connected.');
        }
        if (chats.size === 0) say('Slack, Discord: no tokens are set (docs/slack.md, docs/discord.md).');
      }
    },
    close: async () => {
      await Promise.all(closing.map((stop) => stop()));
      await engine.stop();
      await store.close();
    },
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

function sayAddresses(
  say: (line: string) => void,
  settings: Settings,
  url: string,
  listKey: string,
): void {
  const address = settings.CHARRETTE_PUBLIC_URL ?? url;
  say(`All designs: ${address}/?key=${listKey}`);
  if (settings.CHARRETTE_PUBLIC_URL === undefined)
    say('CHARRETTE_PUBLIC_URL is not set: threads have no link to their page.');
}

/** One line for people, with the stack only where it is a bug of ours. */
function crash(problem: unknown): never {
  const isBug = problem instanceof Error && !isFault(problem);
  process.stderr.write(`charrette: ${messageOf(problem)}\n`);
  if (isBug) process.stderr.write(`${problem.stack}\n`);
  process.exit(1);
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// npm runs scripts in its package's folder; paths on a command line are the caller's.
const callersFolder = process.env.INIT_CWD;
if (callersFolder !== undefined && existsSync(callersFolder)) process.chdir(callersFolder);
process.exitCode = await runProgram(process.argv.slice(2), openHouse);
