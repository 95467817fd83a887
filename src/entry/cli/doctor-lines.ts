import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { DoctorLine } from '../../acts/gateway/port.ts';
import { FETCH_ALL, PARTIAL, sayLacking } from '../../adapters/repository/not-here.ts';
import { listDropped } from '../../adapters/store/postgres/parameters.ts';
import { splitHosts } from '../../adapters/store/postgres/urls.ts';
import { explainWriteError } from '../../foundation/durable.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { freeBytesAt } from '../../foundation/free-space.ts';
import { readValue } from '../../foundation/variable.ts';
import { DESIGN_BYTES } from '../../record/bundles.ts';
import { listenFaultOf } from '../../surfaces/http/server.ts';
import type { Variables } from '../config.ts';
import { listExposures } from '../exposures.ts';
import type { Configuration } from '../models.ts';
import { listModelsInUse } from '../open-model.ts';
import { findProxyTo } from '../outgoing.ts';
import { RepositoryCatalog } from '../repository-catalog.ts';
import { listIneffective } from '../unknown-settings.ts';
import type { CliContext } from './cli-context.ts';
import { checkBudget } from './doctor-models.ts';
import { checkStore } from './doctor-store.ts';
import { wordsOf } from './exit-codes.ts';
import { type Found, isFound } from './find-daemon.ts';

/** Checks that every design needs, whatever chat platforms are set up. */
export function listGeneralChecks(context: CliContext, found: Found): DoctorLine[] {
  const { configuration } = context;
  return [
    ['settings', () => checkSettings(configuration)],
    ['data folder', () => checkDataFolder(configuration)],
    ['store', () => checkStore(context, found)],
    ['budget', async () => checkBudget(await context.readConfiguration())],
    ['people', () => checkPeople(configuration)],
    ['exposure', () => checkExposure(configuration)],
    ['proxies', async () => checkProxies(await context.readConfiguration())],
    ['forge', () => checkForge(configuration.forge)],
    ['repositories', () => checkRepositories(context)],
    ['port', () => checkPort(configuration, found)],
  ];
}

async function checkRepositories({ readConfiguration, log }: CliContext): Promise<Finding> {
  const catalog = new RepositoryCatalog(log, await readConfiguration());
  if (catalog.names.length === 0) return note('none configured (CHARRETTE_REPOS); --repo adds one');
  const pins: string[] = [];
  const partial: string[] = [];
  const unreadable: string[] = [];
  for (const name of catalog.names) {
    await catalog.pin(name).then(
      (repository) => {
        if (repository === null) return;
        const { commit, digest, missing = 0 } = repository;
        pins.push(`${name} at ${commit.slice(0, 12)}`);
        if (!digest.includes(PARTIAL)) return;
        const lacking = missing > 0 ? ` ${sayLacking(missing)}` : '';
        partial.push(`${name}: ${PARTIAL}${lacking} ${FETCH_ALL}`);
      },
      (error) => unreadable.push(`${name}: ${wordsOf(error)}`),
    );
  }
  if (unreadable.length > 0) return problem(unreadable.join(' '));
  return partial.length > 0
    ? note([`${pins.join(', ')}.`, ...partial].join(' '))
    : ok(pins.join(', '));
}

/** Which way leads to each address outside. */
async function checkProxies(configuration: Configuration): Promise<Finding> {
  const { environment, outgoing, forge, gateways, rehearsal } = configuration;
  const models = rehearsal
    ? []
    : (await listModelsInUse(configuration)).map(({ baseUrl }) => baseUrl);
  const chats = gateways.flatMap(({ settings }) => (settings === null ? [] : settings.apiUrl));
  const hasDiscord = gateways.some(
    ({ kind, settings }) => kind.name === 'discord' && settings !== null,
  );
  const sockets = hasDiscord ? ['wss://gateway.discord.gg'] : [];
  const addresses = [...models, ...chats, ...sockets, ...(forge === null ? [] : [forge.url])];
  const ways = [...new Set(addresses.map((url) => new URL(url).origin))].map((origin) => {
    const proxy = findProxyTo(origin, outgoing);
    return `${origin} ${proxy === null ? 'directly' : `through ${proxy.name} (${new URL(proxy.url).host})`}`;
  });
  const words = ways.length === 0 ? 'nothing outside is called' : ways.join(', ');
  const networks = outgoing.NO_PROXY.split(/[,\s]/).filter((part) => part.includes('/'));
  if (networks.length > 0)
    return note(`NO_PROXY: ${networks.join(', ')} has no effect: name hosts. ${words}`);
  if (readValue(environment, 'ALL_PROXY'))
    return note(`ALL_PROXY has no effect: set HTTPS_PROXY. ${words}`);
  return ok(words);
}

/** Asks what a publication asks first. Throws `Fault`. */
export async function checkForge(forge: Variables['forge']): Promise<Finding> {
  if (forge === null)
    return note('publishes nothing (CHARRETTE_FORGE_TOKEN, CHARRETTE_FORGE_REPOS)');
  const { createGithub } = await import('../../adapters/github/forge.ts');
  const { repositories: targets, pulls } = createGithub(forge);
  for (const target of targets) await pulls(target, null, AbortSignal.timeout(TIMEOUT_MS));
  return ok(`${new URL(forge.url).origin} answers about ${targets.join(', ')}`);
}

function checkPeople({ people: { starters, deciders, operators } }: Variables): Finding {
  const countNamed = (list: readonly string[], none: string) =>
    list.length === 0 ? none : `${list.length} named`;
  return (operators.length === 0 ? note : ok)(
    `starters: ${countNamed(starters, 'everybody')}; deciders: ${countNamed(deciders, 'none')}; operators: ${countNamed(operators, 'none in a chat (CHARRETTE_OPERATORS)')}`,
  );
}

function checkExposure(configuration: Variables): Finding {
  const risks = listExposures(configuration).map(({ words, toDo }) => `${words}. ${toDo}`);
  return risks.length === 0
    ? ok('unencrypted traffic stays on this machine')
    : note(risks.join(' '));
}

async function checkPort(configuration: Variables, found: Found): Promise<Finding> {
  if (isFound(found)) return ok(`the daemon answers at ${found.url}`);
  const url = urlOf(configuration);
  if (configuration.httpPort === 0) return note('0: charrette serve picks one');
  const why = await whyNotFree(configuration);
  return why === null ? ok(`${url} is free; no daemon is running`) : problem(why);
}

/** The address that a daemon with this configuration listens at. */
function urlOf({ httpHost, httpPort }: Variables): string {
  const everywhere = httpHost === '0.0.0.0' || httpHost === '::';
  const host = everywhere ? '127.0.0.1' : httpHost.includes(':') ? `[${httpHost}]` : httpHost;
  return `http://${host}:${httpPort}`;
}

/**
 * The reason why a daemon could not listen there, or `null`. Found out by listening, so a daemon
 * that starts at that moment finds the port in use.
 */
function whyNotFree({ httpHost, httpPort }: Variables): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(listenFaultOf(error, httpHost, httpPort).message));
    server.listen({ host: httpHost, port: httpPort }, () => server.close(() => resolve(null)));
  });
}

/** Unknown settings are not a problem: the environment may be meant for another version. */
function checkSettings({ environment, databaseUrl, databaseDirectUrl }: Variables): Finding {
  const parameters = [databaseUrl, databaseDirectUrl].flatMap((url) =>
    url === null ? [] : listDropped(splitHosts(url)[0] ?? url),
  );
  const words =
    parameters.length === 0
      ? []
      : [`${[...new Set(parameters)].join(', ')} in the address of the database has no effect.`];
  if (parameters.includes('pgbouncer') && databaseDirectUrl === null)
    words.push('If a pooler is there, set CHARRETTE_DATABASE_DIRECT_URL to the server itself.');
  const notes = [...listIneffective(environment), ...words];
  return notes.length === 0 ? ok('all known and valid') : note(notes.join(' '));
}

const SCARCE_BYTES = 100 * DESIGN_BYTES;

function wholeMegabytesOf(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}

async function checkDataFolder({ dataDir }: Variables): Promise<Finding> {
  const isThere = existsSync(dataDir);
  const right = constants.R_OK | constants.W_OK | constants.X_OK;
  const missing = isThere ? await access(dataDir, right).then(() => null, explainWriteError) : null;
  if (missing !== null) {
    return problem(`Charrette may not read and write ${dataDir}: ${missing} (CHARRETTE_DATA_DIR).`);
  }
  const free = await freeBytesAt(dataDir);
  const folder = `${dataDir}${isThere ? '' : ' will be created at first use'}`;
  if (free === null) return note(`${folder}; its disk does not tell how much is free`);
  const words = `${folder}; ${wholeMegabytesOf(free)} MB free on its disk`;
  if (free < DESIGN_BYTES) return problem(`${words}, too little for one design. Free up space.`);
  if (free < SCARCE_BYTES)
    return note(
      `${words}, and a design takes ${wholeMegabytesOf(DESIGN_BYTES)} MB. Free up space soon.`,
    );
  return isThere ? ok(words) : note(words);
}
