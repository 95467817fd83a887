import { Command } from 'commander';
import { createRedactor } from '../../runtime/redaction.ts';
import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import { VERBS } from '../commands/verbs.ts';
import { EXIT, endOf } from './exit-codes.ts';
import { nameOf } from './verb.ts';

const AFTER_HELP = `
Exit codes: 0 completed, 2 wrong usage, 3 needs review, 4 cancelled, 5 failed, 1 anything else.
Settings come from the environment: see .env.example.`;

const synopses = new Map(VERBS.map((verb) => [nameOf(verb), verb.synopsis]));

/** The command line. Returns the exit code; never throws. */
export async function runProgram(words: readonly string[]): Promise<number> {
  let code: number = EXIT.completed;
  const program = new Command('charrette')
    .description(
      'A design discussion between AI personas and people, ending in a decision that can be checked.',
    )
    .version(CHARRETTE_VERSION)
    .addHelpText('after', AFTER_HELP)
    .showHelpAfterError('(add --help for what is possible)')
    .configureHelp({
      subcommandTerm: (command) => synopses.get(command.name()) ?? `${command.name()} [command]`,
    })
    .exitOverride();
  try {
    for (const verb of VERBS) {
      const name = nameOf(verb);
      const command = program.command(name).description(verb.summary);
      // Help and complaints about other verbs do not wait for a database and a model client.
      if (!words.includes(name)) continue;
      const { configure, run } = await verb.load();
      configure(command);
      command.action(async (...given) => {
        code = await run(...given);
      });
    }
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    const end = endOf(error);
    // Values are known only once the configuration is read; what has the form of a secret never gets through (D6).
    if (end.words !== '') process.stderr.write(`${createRedactor([])(end.words)}\n`);
    code = end.code;
  }
  return code;
}
