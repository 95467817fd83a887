/**
 * Opens what a verb needs, and runs it. Each part is loaded when it is needed: `--help` waits for
 * none of them, and `list` for no chat, page or model's client.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App, OpenOptions } from '#cli/app.ts';
import { runProgram } from '#cli/program.ts';
import { hangUp } from '#cli/stop-signal.ts';
import type { Chat } from '#engine/chat.ts';
import { Fault, isFault, messageOf } from '#support/fault.ts';
import { createRedactor } from '#support/redact.ts';
import {
  engineSettings,
  loadEnvironmentFiles,
  readSettings,
  rejectUntrustedAddress,
  secretsOf,
} from './settings.ts';

/** The root of the clone or of the installed package, where `dist` stands in place of `src`. */
const ROOT = join(import.meta.dirname, '..');
/** Removes secrets, also from the last line of a crash (D6). */
let redact = createRedactor(secretsOf(process.env, []));

async function openApp({ quiet = false, topic, isDaemon }: OpenOptions = {}): Promise<App> {
  const files = loadEnvironmentFiles();
  const settings = readSettings(process.env);
  const { openModels } = await import('#models/models.ts');
  const modelsFile = settings.CHARRETTE_MODELS_FILE ?? join(ROOT, 'models.yaml');
  const models = await openModels(modelsFile, process.env, {
    rehearsal: settings.CHARRETTE_REHEARSAL,
    latencyMs: settings.CHARRETTE_REHEARSAL_LATENCY_MS,
  });
  rejectUntrustedAddress(files, models.keyNames);
  redact = createRedactor(secretsOf(process.env, models.keyNames));
  if (topic !== undefined && models.missing !== null && !models.playsExample(topic)) {
    const { noModelWords } = await import('#cli/program-name.ts');
    throw new Fault('bad_setting', noModelWords(models.keyNames));
  }
  const { loadPersonas } = await import('#sessions/persona-files.ts');
  const personas = await loadPersonas(settings.CHARRETTE_PERSONAS_DIR ?? join(ROOT, 'personas'));
  const openRepositories = async () => {
    const { NamedRepositories } = await import('#repository/repositories.ts');
    return new NamedRepositories(settings.CHARRETTE_REPOS, redact);
  };
  if (isDaemon) {
    if (models.missing === null) models.forParticipants(personas);
    for (const [name, path] of settings.CHARRETTE_REPOS)
      if ((await (await openRepositories()).pin(name)) === null)
        throw new Fault(
          'bad_setting',
          `CHARRETTE_REPOS: ${name}=${path} is no git repository with a commit.`,
        );
  }
  const { createLog } = await import('#support/log.ts');
  const log = createLog({ level: quiet ? 'error' : settings.CHARRETTE_LOG_LEVEL, redact });
  const { openStore } = await import('#store/open.ts');
  const dataDir = settings.CHARRETTE_DATA_DIR;
  const store = await openStore({ databaseUrl: settings.DATABASE_URL, dataDir });
  const { openEngine } = await import('#engine/engine.ts');
  const { createSpawner } = await import('#sessions/spawn.ts');
  const chats = new Map<'slack' | 'discord', Chat>();
  const engine = openEngine({
    store,
    models,
    personas,
    spawnSession: createSpawner({ log, redact }),
    repositories: {
      names: [...settings.CHARRETTE_REPOS.keys()],
      pin: async (repo) => (await openRepositories()).pin(repo),
      open: async (pinned) => (await openRepositories()).open(pinned),
    },
    chats,
    settings: engineSettings(settings),
    log,
    redact,
  });
  const closing: (() => Promise<void>)[] = [];
  const gateway = {
    designs: engine.designs,
    operators: settings.CHARRETTE_OPERATORS,
    log,
    onReconnect: () => engine.catchUp(),
    // Others take over at once what this process gives back.
    onLost: (reason: string) => void engine.stop().then(() => crash(new Fault('platform', reason))),
  };
  return {
    engine,
    store,
    models,
    dataDir,
    repositoryNames: [...settings.CHARRETTE_REPOS.keys()],
    async connectSlack() {
      const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = settings;
      if (botToken === undefined || appToken === undefined)
        return 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set (docs/slack.md).';
      const { startSlack } = await import('#chat/slack/start.ts');
      const apiUrl = settings.SLACK_API_URL;
      const slack = await startSlack({ ...gateway, botToken, appToken, apiUrl });
      chats.set('slack', slack.chat);
      closing.push(slack.stop);
      return 'connected.';
    },
    async connectDiscord() {
      const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = settings;
      if (token === undefined) return 'DISCORD_TOKEN is not set (docs/discord.md).';
      const { startDiscord } = await import('#chat/discord/start.ts');
      const discord = await startDiscord({ ...gateway, token, apiUrl });
      chats.set('discord', discord.chat);
      closing.push(discord.stop);
      return 'connected.';
    },
    async startWeb() {
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
      return { url, lines: publicUrl === undefined ? `${list}\n${unlinked}` : list };
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await Promise.all(closing.map((stop) => stop()));
      await store.close();
    },
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
process.exitCode = await runProgram(process.argv.slice(2), openApp).catch(crash);
