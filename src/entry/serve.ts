import { existsSync } from 'node:fs';
import { flushCompileCache, getCompileCacheDir } from 'node:module';
import { join, relative, sep } from 'node:path';
import { makeSignInPath, operatorOf, signInLink } from '../acts/issue-login.ts';
import { sweepScratchFolders } from '../adapters/repository/sealed-folder.ts';
import { UNKNOWN_NAME } from '../core/vocabulary/claimed-name.ts';
import { REHEARSES } from '../core/vocabulary/rehearsal.ts';
import { type DailyWork, keepDaily } from '../engine/daily-work.ts';
import type { Engine } from '../engine/engine.ts';
import type { Leadership } from '../engine/ownership/leadership.ts';
import type { Clock } from '../foundation/clock.ts';
import { DAY_MS } from '../foundation/day.ts';
import { removeLeftovers } from '../foundation/durable.ts';
import type { Log } from '../foundation/log.ts';
import { isLoopback } from '../foundation/loopback.ts';
import { watchStalls } from '../foundation/stalls.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import { addressOf } from '../presentation/format/page-address.ts';
import { removeForgottenFolders } from '../record/forget.ts';
import { LOCAL } from '../surfaces/http/access/local.ts';
import { createApp } from '../surfaces/http/app.ts';
import { listen, type Served } from '../surfaces/http/server.ts';
import { chooseConsoleAddress } from '../surfaces/http/sessions/console-address.ts';
import { adminTokenOf, adminTokenPathIn } from './admin-token.ts';
import { sayBackup } from './backup-mark.ts';
import { keepResults } from './checked-before.ts';
import { COMPILED_NAME, explainUncached, OF_AN_INSTALLATION } from './compiled.mjs';
import { compose, type Outside } from './compose.ts';
import { nameOfProgram } from './config.ts';
import { createLocalToken, removeDaemonFile, writeDaemonFile } from './daemon-file.ts';
import { listExposures } from './exposures.ts';
import { keepDaemonFile } from './keep-daemon-file.ts';
import { assertEndpointsListen } from './listening.ts';
import { modelSettingsOf } from './model-settings.ts';
import type { Configuration } from './models.ts';
import { openLog, printThroughLog } from './open-log.ts';
import { openStoreToServe } from './open-store.ts';

/** For the command line on the same data folder, so that no other machine can reach it. */
const LOOPBACK = '127.0.0.1';
/** The name signed in by the link printed at the start. */
const LOCAL_OPERATOR = 'operator';
/** Milliseconds until a stop ends in any case. */
const STOP_BOUND_MS = 9_000;
/**
 * Milliseconds that a stop waits for an unfinished start, which may wait for a database and has
 * begun nothing.
 */
const START_BOUND_MS = 2_000;
/** Milliseconds for open connections to close after the stop. */
const LINGER_MS = 500;
/**
 * Milliseconds between two looks for newly compiled modules. Without any, one takes some
 * microseconds.
 */
const COMPILED_MS = 1_000;
/**
 * Milliseconds after which another installation on the same data folder has compiled modules of its
 * own no more.
 */
const OLD_COMPILED_MS = 30 * DAY_MS;
const REQUESTS_BOUND_MS = 2_000;

export interface OpenDaemon {
  readonly url: string;
  readonly log: Log;
  /** A one-time sign-in link to the console, as the operator of the data folder. */
  signInLink(): Promise<string>;
  /** Adopts every design that has not ended, and begins the fleet's daily work. */
  begin(): Promise<void>;
  /** Accepts no new work, leaves open designs resumable, and ends children. */
  stop(): Promise<void>;
}

/** Listens, and connects to the platforms. Throws `Fault`, and leaves nothing open. */
export async function openDaemon(
  configuration: Configuration,
  outside: Outside = {},
): Promise<OpenDaemon> {
  const { adminToken, dataDir } = configuration;
  const { token, keep } =
    adminToken === null
      ? await adminTokenOf(dataDir)
      : { token: adminToken, keep: async () => undefined };
  const localToken = createLocalToken();
  const { engine, sessions, log, warnings, repositories, gateways, backup } = await compose(
    { ...configuration, secrets: [...configuration.secrets, token, localToken] },
    { open: openStoreToServe, ...outside },
  );
  const closing = new AbortController();
  const listening = new AsyncDisposableStack();
  let collection: Leadership | null = null;
  // Closed in the opposite order: at a stop, or when the opening fails.
  await using opening = new AsyncDisposableStack();
  opening.defer(() => removeDaemonFile(dataDir, localToken));
  // At once, since what requests wait for ends with the engine.
  opening.defer(async () => {
    await Promise.all([listening.disposeAsync(), engine.stop()]);
  });
  opening.defer(() => closing.abort());
  // From here on, people can act in each configured chat.
  const connections = new Map(
    [...gateways].map(([name, gateway]) => [name, gateway.connect(engine, repositories)]),
  );
  opening.defer(async () => {
    const connected = [...connections.values()].map((connection) => connection.stop());
    await Promise.all([...connected, collection?.stop()]);
  });
  const app = createApp({
    engine,
    token,
    localToken,
    repositories,
    warnings,
    gateways: connections,
    backup,
    closing: closing.signal,
    answerAgent: async (request, call, signal) => {
      // Takes 14 MiB that a daemon without coding agents does not need.
      const { answerMcp } = await import('../surfaces/mcp/server.ts');
      return answerMcp(request, {
        call,
        clock: engine.parts.clock,
        closing: signal,
        version: CHARRETTE_VERSION,
        agentBudgetUsd: configuration.agentBudgetUsd,
        person: UNKNOWN_NAME,
        program: nameOfProgram(),
      });
    },
    metricsToken: configuration.metricsToken,
    publicUrl: configuration.publicUrl,
    proxies: configuration.proxies,
    isOnLoopback: isLoopback(configuration.httpHost),
  });
  for (const { event, words: what, toDo } of listExposures(configuration))
    log.warn(event, { what, toDo });
  // Only now, so that a folder whose store is refused stays unchanged.
  await keep();
  const url = await listenFor(app, configuration, {
    listening,
    localToken,
    engine,
    signal: closing.signal,
  });
  await sayBackup(configuration, (what) =>
    log.warn('started_from_backup', {
      what,
      toDo: 'Forget again what was forgotten since, wake tokens that were not revoked since, and stop the daemon that was backed up if it still runs.',
    }),
  );
  opening.use(engine.parts.clock.sayJumps?.(log));
  opening.use(watchStalls(engine.parts));
  const open = opening.move();
  return {
    url,
    log,
    async signInLink() {
      const { secret } = await signInLink(engine.parts, LOCAL_OPERATOR, operatorOf(token));
      const at = chooseConsoleAddress(configuration.publicUrl, new URL(url));
      return addressOf(at, makeSignInPath(secret));
    },
    async begin() {
      await engine.adoptDueDesigns();
      if (closing.signal.aborted) return;
      if (gateways.size > 0) sessions.prepare();
      void repositories.sayUnreadable();
      assertEndpointsListen(configuration).catch((error) =>
        log.error('model_not_usable', { error }),
      );
      const { parts } = engine;
      removeForgottenFolders(parts).catch((error) => log.warn('folders_not_removed', { error }));
      sweep(parts);
      collection = keepCollection(engine);
    },
    stop: () => open.disposeAsync(),
  };
}

interface Listening {
  /** Closes what listens. */
  readonly listening: AsyncDisposableStack;
  readonly localToken: string;
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/**
 * Listens for everyone, and for the command line, which finds its address in the data folder.
 * Returns the public address.
 */
async function listenFor(
  app: Served,
  configuration: Configuration,
  { listening, localToken, engine, signal }: Listening,
): Promise<string> {
  const server = await listen(app, configuration.httpHost, configuration.httpPort);
  listening.defer(() => server.close(REQUESTS_BOUND_MS));
  const url = `http://${formatHost(server.host)}:${server.port}`;
  const local = await listen(app, LOOPBACK, 0, LOCAL);
  listening.defer(() => local.close(REQUESTS_BOUND_MS));
  const daemonFile = {
    local: `http://${LOOPBACK}:${local.port}`,
    token: localToken,
    url,
    models: modelSettingsOf(configuration),
  };
  const { dataDir, databaseUrl } = configuration;
  // An embedded store allows no other daemon on this folder.
  if (databaseUrl === null) await writeDaemonFile(dataDir, daemonFile);
  else await keepDaemonFile(dataDir, daemonFile, { ...engine.parts, signal });
  return url;
}

function sweep({ clock, log }: { readonly clock: Clock; readonly log: Log }): void {
  try {
    const folders = sweepScratchFolders(clock.now());
    if (folders > 0) log.info('scratch_folders_removed', { folders });
  } catch (error) {
    log.warn('scratch_folders_not_removed', { error });
  }
}

/** Runs until SIGTERM or SIGINT has stopped the daemon. Resolves with the exit code. */
export async function serve(configuration: Configuration, outside: Outside = {}): Promise<number> {
  const stopAsked = awaitStopSignal();
  // Used until the log that knows the token exists.
  printThroughLog(configuration, openLog(configuration));
  const opening = openDaemon(configuration, outside);
  await Promise.race([opening, stopAsked]);
  const bound = setTimeout(() => process.exit(0), START_BOUND_MS).unref();
  const daemon = await opening;
  clearTimeout(bound);
  printThroughLog(configuration, daemon.log);
  const early = await Promise.race([daemon.begin(), stopAsked]);
  if (early === undefined) await announce(configuration, daemon);
  keepCompiled(daemon.log).catch((error) => daemon.log.warn('start_not_cached', { error }));
  removeOldCompiled(configuration.dataDir).catch((error) =>
    daemon.log.warn('folders_not_removed', { error }),
  );
  const signal = await stopAsked;
  daemon.log.info('stopping', { signal });
  return stop(daemon);
}

/**
 * Writes what the start checked, and compiled modules soon after they are loaded: Node writes them
 * at a clean end, and a killed daemon has none.
 */
async function keepCompiled(log: Log): Promise<void> {
  const whyUncached = explainUncached();
  if (whyUncached === null) setInterval(flushCompileCache, COMPILED_MS).unref();
  const why = whyUncached ?? (await keepResults());
  if (why !== null) log.warn('start_not_cached', { why });
}

/**
 * Removes what earlier installations have compiled into the data folder: each upgrade leaves a
 * folder behind.
 */
async function removeOldCompiled(dataDir: string): Promise<void> {
  const compiled = join(dataDir, COMPILED_NAME);
  if (!existsSync(compiled)) return;
  const [own] = relative(compiled, getCompileCacheDir() ?? '').split(sep);
  const isOther = (name: string) => OF_AN_INSTALLATION.test(name) && name !== own;
  await removeLeftovers(compiled, isOther, Date.now() - OLD_COMPILED_MS);
}

/**
 * Prints the one line on standard output that other programs wait for. Notes for a person go to
 * standard error only if it is a terminal, since it is the log otherwise.
 */
async function announce(
  configuration: Configuration,
  { url, log, signInLink }: OpenDaemon,
): Promise<void> {
  const { adminToken, rehearsal } = configuration;
  const tokenPath = adminToken === null ? adminTokenPathIn(configuration.dataDir) : null;
  process.stdout.write(`charrette ready ${url}\n`);
  if (process.stderr.isTTY !== true) {
    log.info('ready', {
      url,
      tokenPath,
      rehearsal,
      ...(rehearsal ? { what: `${REHEARSES}.` } : {}),
    });
    return;
  }
  if (tokenPath !== null) process.stderr.write(`The API's token is in ${tokenPath}\n`);
  // A secret: a log would keep it, a terminal does not.
  process.stderr.write(`Sign in within ten minutes: ${await signInLink()}\n`);
  if (rehearsal) process.stderr.write(`${REHEARSES}.\n`);
}

async function stop(daemon: OpenDaemon): Promise<number> {
  const bound = setTimeout(() => {
    daemon.log.error('stop_took_too_long', { boundMs: STOP_BOUND_MS });
    process.exit(1);
  }, STOP_BOUND_MS);
  await daemon.stop();
  clearTimeout(bound);
  daemon.log.info('stopped');
  // A connection to a silent server must not keep the process alive. All important work is done.
  setTimeout(() => process.exit(0), LINGER_MS).unref();
  return 0;
}

/**
 * The first stop signal. Later ones are ignored, since npm repeats a signal that the terminal has
 * sent to both.
 */
function awaitStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
}

function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Milliseconds for which an ended login says why it is refused. */
const PASSED_MS = 30 * DAY_MS;

function keepCollection({ parts }: Engine): Leadership {
  const collection: DailyWork = async (signal) => {
    await forgetPassed(parts);
    const { collect, endOfKeeping } = await import('../record/collection.ts');
    await collect(parts, endOfKeeping(parts.clock), signal);
  };
  return keepDaily(collection, parts);
}

/** Logs a failure; the next day's run makes up for it. */
async function forgetPassed({ logins, clock, log }: Engine['parts']): Promise<void> {
  const before = clock.now() - PASSED_MS;
  try {
    const count = await logins.forget(before);
    if (count > 0) log.info('logins_removed', { removed: count });
  } catch (error) {
    log.error('logins_not_removed', { error });
  }
}
