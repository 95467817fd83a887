import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { whyNoNamespaces } from '../../adapters/process/namespaces.ts';
import { errorMessage } from '../../runtime/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../runtime/finding.ts';
import { type Configuration, unknownSettings } from '../config.ts';

export function nodeLine(): Finding {
  return ok(`${process.version} on ${process.platform} ${process.arch}`);
}

/** No problem: an environment may be that of another version. */
export function settingsLine({ environment }: Configuration): Finding {
  const unknown = unknownSettings(environment);
  return unknown.length === 0 ? ok('each is known and allowed') : note(unknown.join(' '));
}

export async function sandboxLine({ sandbox: asked, environment }: Configuration): Promise<Finding> {
  const allowed = process.allowedNodeEnvironmentFlags;
  if (!allowed.has('--permission')) return problem('this Node has no permission model; use 24 or newer');
  const missing = asked === 'node' ? 'CHARRETTE_SANDBOX is node' : await whyNoNamespaces(environment);
  if (missing === null)
    return ok("bwrap: sessions run in namespaces of their own, under Node's permission model");
  if (asked === 'bwrap') return problem(`CHARRETTE_SANDBOX is bwrap: ${missing}`);
  const network = allowed.has('--allow-net') ? '' : '; keeping them off the network takes Node 26';
  return note(`node: sessions run under Node's permission model alone (${missing})${network}`);
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
