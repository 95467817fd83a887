import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import type { DoctorLine } from '../../acts/gateway/port.ts';
import { listenFault } from '../../adapters/http/server.ts';
import { freeMegabytes } from '../../adapters/store/sqlite/faults.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { errorMessage } from '../../foundation/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { obstacleToNamespaces } from '../../sessions/namespaces.ts';
import { adminTokenPath, readKept } from '../admin-token.ts';
import { type Configuration, unknownSettings } from '../config.ts';
import { exposures } from '../exposures.ts';
import { loadPersonas } from '../open-model.ts';
import { RepositoryCatalog } from '../repository-catalog.ts';
import type { CliContext } from './cli-context.ts';
import { auditorLine, budgetLine, modelLine } from './doctor-models.ts';
import { storeLine } from './doctor-store.ts';
import { wordsOf } from './exit-codes.ts';
import type { Found } from './find-daemon.ts';

/** Checks that every design needs, whatever chat platforms are set up. */
export function generalLines(context: CliContext, found: Found): DoctorLine[] {
  const { configuration } = context;
  return [
    ['node', nodeLine],
    ['settings', () => settingsLine(configuration)],
    ['sandbox', () => sandboxLine(configuration)],
    ['data folder', () => dataFolderLine(configuration)],
    ['store', () => storeLine(context, found)],
    ['personas', () => personas(configuration)],
    ['model', () => modelLine(configuration, found)],
    ['auditor', () => auditorLine(configuration)],
    ['budget', () => budgetLine(configuration)],
    ['people', () => people(configuration)],
    ['limits', () => limits(configuration)],
    ['exposure', () => exposure(configuration)],
    ['git', gitLine],
    ['repositories', () => repositories(context)],
    ['token', () => token(configuration)],
    ['port', () => port(configuration, found)],
  ];
}

async function personas(configuration: Configuration): Promise<Finding> {
  const all = await loadPersonas(configuration);
  const count = all.filter(({ profile }) => profile.role === 'persona').length;
  return ok(`${count} personas and ${all.length - count} facilitators in ${configuration.personasDir}`);
}

async function repositories({ configuration, log }: CliContext): Promise<Finding> {
  const catalog = new RepositoryCatalog(log, configuration);
  if (catalog.names.length === 0) return note('none configured (CHARRETTE_REPOS); --repo adds one');
  const found: string[] = [];
  const unreadable: string[] = [];
  for (const name of catalog.names) {
    await catalog.pin(name).then(
      (pinned) => found.push(`${name} at ${pinned?.commit.slice(0, 12)}`),
      (error) => unreadable.push(`${name}: ${wordsOf(error)}`),
    );
  }
  return unreadable.length === 0 ? ok(found.join(', ')) : problem(unreadable.join(' '));
}

function limits({ designsPerPersonPerDay, capacity, capacityPerPerson }: Configuration): Finding {
  const aDay =
    designsPerPersonPerDay === null ? 'any number of designs' : counted(designsPerPersonPerDay, 'design');
  const words = `per person: ${aDay} a day, ${capacityPerPerson} of ${capacity} places at once`;
  return designsPerPersonPerDay === null ? note(words) : ok(words);
}

function people({ people: { starters, deciders, operators } }: Configuration): Finding {
  const named = (list: readonly string[], none: string) =>
    list.length === 0 ? none : `${list.length} named`;
  return (operators.length === 0 ? note : ok)(
    `starters: ${named(starters, 'everybody')}; deciders: ${named(deciders, 'none')}; operators: ${named(operators, 'none in a chat (CHARRETTE_OPERATORS)')}`,
  );
}

function exposure(configuration: Configuration): Finding {
  const found = exposures(configuration).map(({ words }) => words);
  return found.length === 0 ? ok('unencrypted traffic stays on this machine') : note(found.join(' '));
}

async function token({ adminToken, dataDir }: Configuration): Promise<Finding> {
  if (adminToken !== null) return ok('CHARRETTE_ADMIN_TOKEN is set');
  const path = adminTokenPath(dataDir);
  return (await readKept(path)) === null ? note('a daemon creates one at its first start') : ok(`in ${path}`);
}

async function port(configuration: Configuration, found: Found): Promise<Finding> {
  if (found.daemon !== null) return ok(`the daemon answers at ${found.daemon.url}`);
  const url = urlOf(configuration);
  if (configuration.httpPort === 0) return note('0: charrette serve picks one');
  const why = await whyNotFree(configuration);
  return why === null ? ok(`${url} is free; no daemon is running`) : problem(why);
}

/** The address that a daemon with this configuration listens at. */
export function urlOf({ httpHost, httpPort }: Configuration): string {
  const everywhere = httpHost === '0.0.0.0' || httpHost === '::';
  const host = everywhere ? '127.0.0.1' : httpHost.includes(':') ? `[${httpHost}]` : httpHost;
  return `http://${host}:${httpPort}`;
}

/**
 * The reason why a daemon could not listen there, or `null`. Found out by listening, so a daemon that starts at that
 * moment finds the port in use.
 */
function whyNotFree({ httpHost, httpPort }: Configuration): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(listenFault(error, httpHost, httpPort).message));
    server.listen({ host: httpHost, port: httpPort }, () => server.close(() => resolve(null)));
  });
}

function nodeLine(): Finding {
  return ok(`${process.version} on ${process.platform} ${process.arch}`);
}

/** Unknown settings are not a problem: the environment may be meant for another version. */
function settingsLine({ environment }: Configuration): Finding {
  const unknown = unknownSettings(environment);
  return unknown.length === 0 ? ok('all known and valid') : note(unknown.join(' '));
}

/** Node's permission model alone is too weak if people in a chat decide what sessions are told. */
export async function sandboxLine({
  sandbox: asked,
  environment,
  gateways,
}: Configuration): Promise<Finding> {
  const missing = asked === 'node' ? 'CHARRETTE_SANDBOX is node' : await obstacleToNamespaces(environment);
  if (missing === null)
    return ok("bwrap: sessions run in namespaces of their own, under Node's permission model");
  if (asked === 'bwrap') return problem(`CHARRETTE_SANDBOX is bwrap: ${missing}`);
  const chats = gateways.flatMap(({ kind, settings }) => (settings === null ? [] : kind.title));
  if (chats.length > 0)
    return problem(
      `node: people in ${chats.join(' and ')} decide what sessions are told, and only Node's permission model confines the sessions (${missing}). ${asked === 'node' ? 'Leave CHARRETTE_SANDBOX unset, and install' : 'Install'} bubblewrap on a system where users may create namespaces.`,
    );
  return note(`node: sessions run under Node's permission model alone (${missing})`);
}

/** Megabytes that one design takes, in the embedded database and in files (docs/operations.md), and a hundred of them. */
const [ONE_DESIGN_MB, SCARCE_MB] = [2, 200];

async function dataFolderLine({ dataDir }: Configuration): Promise<Finding> {
  const isThere = existsSync(dataDir);
  const right = constants.R_OK | constants.W_OK | constants.X_OK;
  const missing = isThere ? await access(dataDir, right).then(() => null, errorMessage) : null;
  if (missing !== null) {
    return problem(
      `Charrette may not read and write it. Change its permissions, or choose another folder with CHARRETTE_DATA_DIR. (${missing})`,
    );
  }
  const free = freeMegabytes(dataDir);
  const words = `${dataDir}${isThere ? '' : ' will be created at first use'}; ${free} MB free on its disk`;
  if (free < ONE_DESIGN_MB) return problem(`${words}, too little for one design. Free up space.`);
  if (free < SCARCE_MB) return note(`${words}, and a design takes ${ONE_DESIGN_MB} MB. Free up space soon.`);
  return isThere ? ok(words) : note(words);
}

async function gitLine(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: TIMEOUT_MS });
    return ok(stdout);
  } catch (error) {
    const why = errorMessage(error);
    return note(`cannot be run (${why}); needed only for designs that read a repository`);
  }
}
