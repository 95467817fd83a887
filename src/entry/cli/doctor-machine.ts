import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { freeMegabytes } from '../../adapters/store/sqlite/faults.ts';
import { errorMessage } from '../../foundation/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { whyNoNamespaces } from '../../sessions/namespaces.ts';
import { type Configuration, unknownSettings } from '../config.ts';

export function nodeLine(): Finding {
  return ok(`${process.version} on ${process.platform} ${process.arch}`);
}

/** Names unknown settings. They are no problem: the environment may be that of another version. */
export function settingsLine({ environment }: Configuration): Finding {
  const unknown = unknownSettings(environment);
  return unknown.length === 0 ? ok('each is known and allowed') : note(unknown.join(' '));
}

/** Looks what holds a session. Where people of a chat decide what it is told, the permission model alone is too little. */
export async function sandboxLine({
  sandbox: asked,
  environment,
  gateways,
}: Configuration): Promise<Finding> {
  const missing = asked === 'node' ? 'CHARRETTE_SANDBOX is node' : await whyNoNamespaces(environment);
  if (missing === null)
    return ok("bwrap: sessions run in namespaces of their own, under Node's permission model");
  if (asked === 'bwrap') return problem(`CHARRETTE_SANDBOX is bwrap: ${missing}`);
  const chats = gateways.flatMap(({ kind, settings }) => (settings === null ? [] : kind.title));
  if (chats.length > 0)
    return problem(
      `node: people in ${chats.join(' and ')} decide what sessions are told, and Node's permission model alone holds these (${missing}). ${asked === 'node' ? 'Leave CHARRETTE_SANDBOX unset, and install' : 'Install'} bubblewrap, where users may make namespaces.`,
    );
  return note(`node: sessions run under Node's permission model alone (${missing})`);
}

/** Megabytes: what one design takes, in the embedded database and in files (docs/operations.md), and a hundred of them. */
const [ONE_DESIGN_MB, SCARCE_MB] = [2, 200];

export async function dataFolderLine({ dataDir }: Configuration): Promise<Finding> {
  const isThere = existsSync(dataDir);
  const right = constants.R_OK | constants.W_OK | constants.X_OK;
  const missing = isThere ? await access(dataDir, right).then(() => null, errorMessage) : null;
  if (missing !== null) {
    return problem(
      `Charrette may not read and write it. Give it the right to, or choose another folder with CHARRETTE_DATA_DIR. (${missing})`,
    );
  }
  const free = freeMegabytes(dataDir);
  const words = `${dataDir}${isThere ? '' : ' will be made at first use'}; ${free} MB are free on its disk`;
  if (free < ONE_DESIGN_MB) return problem(`${words}, too little for one design. Free some.`);
  if (free < SCARCE_MB) return note(`${words}, and a design takes ${ONE_DESIGN_MB} MB. Free some soon.`);
  return isThere ? ok(words) : note(words);
}

export async function gitLine(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: TIMEOUT_MS });
    return ok(stdout);
  } catch (error) {
    const why = errorMessage(error);
    return note(`cannot be run (${why}); needed only for designs that read a repository`);
  }
}
