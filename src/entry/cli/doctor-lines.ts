import { createServer } from 'node:net';
import { listenFault } from '../../adapters/http/server.ts';
import { damageIn } from '../../adapters/store/sqlite/open.ts';
import { type Finding, note, ok, problem } from '../../runtime/finding.ts';
import type { DoctorLine } from '../../runtime/ports/gateway.ts';
import { adminTokenPath, readKept } from '../admin-token.ts';
import type { Configuration } from '../config.ts';
import { loadPersonas } from '../open-model.ts';
import { missingStore, openStore } from '../open-store.ts';
import { RepositoryCatalog } from '../repository-catalog.ts';
import type { CliContext } from './cli-context.ts';
import { dataFolderLine, gitLine, nodeLine, sandboxLine, settingsLine } from './doctor-machine.ts';
import { auditorLine, budgetLine, modelLine } from './doctor-models.ts';
import { wordsOf } from './exit-codes.ts';
import { type Daemon, type Found, inUseBecause, reasonIn } from './find-daemon.ts';

/** What every design needs, whatever chat platforms are set up. */
export function generalLines(context: CliContext, found: Found): DoctorLine[] {
  const { configuration } = context;
  return [
    ['node', nodeLine],
    ['settings', () => settingsLine(configuration)],
    ['sandbox', () => sandboxLine(configuration)],
    ['data folder', () => dataFolderLine(configuration)],
    ['store', () => (found.daemon === null ? store(context, found) : storeInUse(found.daemon))],
    ['personas', () => personas(configuration)],
    ['model', () => modelLine(configuration)],
    ['auditor', () => auditorLine(configuration)],
    ['budget', () => budgetLine(configuration)],
    ['git', gitLine],
    ['repositories', () => repositories(context)],
    ['token', () => token(configuration)],
    ['port', () => port(configuration, found)],
  ];
}

/** Designs that are counted at most. */
const MAX_COUNTED = 1_000;

/** Looking must not make one. */
async function store({ configuration, log }: CliContext, found: Found): Promise<Finding> {
  const kind = configuration.databaseUrl === null ? 'SQLite in the data folder' : 'Postgres';
  const missing = await missingStore(configuration);
  if (missing !== null) return note(`${kind}: ${missing}`);
  // A Postgres is looked after by those who run it.
  const damage = configuration.databaseUrl === null ? await damageIn(configuration.dataDir) : [];
  if (damage.length > 0) {
    return problem(`${kind} is damaged; keep the data folder, and go on with a backup: ${damage.join('; ')}`);
  }
  const { store: opened } = await openStore(configuration, log, { mayMigrate: false }).catch(
    (error: unknown) => {
      throw inUseBecause(error, found);
    },
  );
  try {
    const [running, waiting] = await Promise.all([
      opened.list({ status: 'running', limit: MAX_COUNTED }),
      opened.list({ status: 'awaiting_input', limit: MAX_COUNTED }),
    ]);
    const open = running.length + waiting.length;
    return ok(`${kind}; ${open === 0 ? 'no design is open' : `designs not ended: ${open}`}`);
  } finally {
    await opened.close();
  }
}

/** The daemon alone can look into it, and says whether it does its work. */
async function storeInUse(daemon: Daemon): Promise<Finding> {
  const answer = await daemon.readiness();
  if (answer.status < 400)
    return ok('in use by the daemon that is running; to have it checked, stop that one');
  return problem(`the daemon that is running says: ${reasonIn(answer)}`);
}

async function personas(configuration: Configuration): Promise<Finding> {
  const all = await loadPersonas(configuration);
  const count = all.filter(({ profile }) => profile.role === 'persona').length;
  return ok(`${count} personas and ${all.length - count} facilitators in ${configuration.personasDir}`);
}

async function repositories({ configuration, log }: CliContext): Promise<Finding> {
  const catalog = new RepositoryCatalog(log, configuration);
  if (catalog.names.length === 0) return note('none configured (CHARRETTE_REPOS); --repo brings one');
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

/** Of the HTTP API. */
async function token({ adminToken, dataDir }: Configuration): Promise<Finding> {
  if (adminToken !== null) return ok('CHARRETTE_ADMIN_TOKEN is set');
  const path = adminTokenPath(dataDir);
  return (await readKept(path)) === null ? note('a daemon makes one at its first start') : ok(`in ${path}`);
}

async function port(configuration: Configuration, found: Found): Promise<Finding> {
  if (found.daemon !== null) return ok(`the daemon answers at ${found.daemon.url}`);
  const url = urlOf(configuration);
  if (configuration.httpPort === 0) return note('0: charrette serve picks one');
  const why = await whyNotFree(configuration);
  return why === null ? ok(`${url} is free; no daemon is running`) : problem(why);
}

/** Where a daemon of this configuration listens. */
export function urlOf({ httpHost, httpPort }: Configuration): string {
  const everywhere = httpHost === '0.0.0.0' || httpHost === '::';
  const host = everywhere ? '127.0.0.1' : httpHost.includes(':') ? `[${httpHost}]` : httpHost;
  return `http://${host}:${httpPort}`;
}

/**
 * Why a daemon could not listen there, in words for people; `null` where it could. Only listening shows it, for a moment in
 * which a daemon that starts would find the port taken.
 */
function whyNotFree({ httpHost, httpPort }: Configuration): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(listenFault(error, httpHost, httpPort).message));
    server.listen({ host: httpHost, port: httpPort }, () => server.close(() => resolve(null)));
  });
}
