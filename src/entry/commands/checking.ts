import type { Command } from 'commander';
import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { verifyBundle } from '../../runtime/bundle/verify.ts';
import { Fault } from '../../runtime/fault.ts';
import { loadPersonas } from '../compose.ts';
import { doctor } from './doctor.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { Output } from './output.ts';
import { surroundings } from './surroundings.ts';

/** Verbs that check something and change nothing. */
export function addChecking(program: Command, exit: (code: number) => void): void {
  program
    .command('verify')
    .description("check a design's files, offline: hashes, seals, and the chain of events")
    .argument('<path>', "the design's folder, or the manifest.json in it")
    .action(async (path: string) => exit(await verify(path)));
  program
    .command('personas')
    .description('check the persona files and list them')
    .action(async () => exit(await personas()));
  program
    .command('doctor')
    .description('say what is configured, reachable and missing; shows no secret')
    .action(async () => exit(await doctor(new Output())));
}

async function verify(path: string): Promise<number> {
  const output = new Output();
  const { ok, topic, checks } = await verifyBundle(await bundleFolder(path));
  if (topic !== null) output.write(`${oneLine(topic)}\n`);
  for (const { name, result, words } of checks) {
    output.write(`  ${result.padEnd(7)}  ${name.padEnd(8)}  ${oneLine(words)}\n`);
  }
  output.write(ok ? 'Nothing was changed.\n' : 'This is not what Charrette wrote.\n');
  return ok ? EXIT.completed : EXIT.other;
}

async function bundleFolder(path: string) {
  try {
    return await openBundleFolder(path);
  } catch (error) {
    if (error instanceof Fault) throw new UsageError(error.message, error);
    throw error;
  }
}

async function personas(): Promise<number> {
  const output = new Output();
  const { configuration } = surroundings();
  const all = await loadPersonas(configuration);
  const width = Math.max(...all.map(({ profile }) => profile.id.length));
  for (const { profile } of all.toSorted(
    (one, other) => byRole(one.profile.role) - byRole(other.profile.role),
  )) {
    const { id, title, role, summary, model } = profile;
    const kind = role === 'persona' ? '' : ` [${role}]`;
    const voice = configuration.rehearsal
      ? 'rehearsal'
      : (model ?? `${configuration.defaultModel}, by default`);
    output.write(`${id.padEnd(width)}  ${title}${kind} (${voice}): ${oneLine(summary)}\n`);
  }
  return EXIT.completed;
}

/** Personas first, as the files are named; then the facilitators. */
function byRole(role: string): number {
  return role === 'persona' ? 0 : 1;
}
