/**
 * The command line: parses words, finds a running daemon or opens the store itself, and prints the
 * answer. A verb that is an act comes from its row (`act-verb.ts`); the others are in
 * src/entry/commands.
 */

import { Command, Help } from 'commander';
import { createRedactor } from '../../foundation/redaction.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { cleanText } from '../../surfaces/terminal/safe.ts';
import { VERBS } from '../commands/verbs.ts';
import { copyEnvironment, listConfiguredSecrets, nameOfProgram } from '../config.ts';
import { listIneffective } from '../unknown-settings.ts';
import { EXIT, errorExitOf } from './exit-codes.ts';
import { nameProgramIn, output } from './output.ts';
import { commandNameOf, type Verb, type VerbFile } from './verb.ts';

const AFTER_HELP = `
Exit codes: 0 completed, 2 wrong usage, 3 needs review, 4 cancelled, 5 failed, 1 anything else.
Settings come from the environment, and from .env beside Charrette's package.json and in the
data folder: see .env.example. A .env in the current folder is ignored.`;

const synopses = new Map(VERBS.map((verb) => [commandNameOf(verb), verb.synopsis]));

/**
 * Runs the command line. Returns the exit code; never throws. `readSettings` runs before a verb,
 * and returns the files that it read.
 */
export async function runProgram(
  words: readonly string[],
  readSettings: (envFile: string | null) => readonly string[] = () => [],
): Promise<number> {
  let code: number = EXIT.completed;
  const { isAll, typed, isMisspelt } = asTyped(words);
  const program = new Command('charrette');
  program
    .description(
      'A design discussion between AI personas and people, ending in a decision that can be checked.',
    )
    .version(CHARRETTE_VERSION)
    .option('--env-file <file>', 'read settings from this file alone')
    .addHelpText(
      'after',
      isAll ? AFTER_HELP : `\nAll commands: ${nameOfProgram()} help all\n${AFTER_HELP}`,
    )
    .showHelpAfterError('(for help, add --help)')
    .configureHelp({
      subcommandTerm: (command) =>
        (command.parent === program ? synopses.get(command.name()) : null) ??
        new Help().subcommandTerm(command),
    })
    .configureOutput({
      writeOut: output.write,
      // The message quotes what was typed, which may contain an address with a password.
      outputError: (message, write) => write(redact(message)),
    })
    .exitOverride()
    .hook('preAction', async (_, verb) => {
      const files = readSettings(program.opts<{ envFile?: string }>().envFile ?? null);
      const unknown = verb.name() === 'doctor' ? [] : listIneffective(copyEnvironment());
      await saySettings({ files, unknown }, verb.name());
    });
  const declare = (command: Command, { configure, run, under = {} }: VerbFile) => {
    configure?.(command);
    if (run !== undefined)
      command.action(async (...given) => {
        code = (await run(...given)) ?? EXIT.completed;
      });
    for (const [second, file] of Object.entries(under)) declare(command.command(second), file);
  };
  try {
    for (const verb of VERBS) {
      const name = commandNameOf(verb);
      const command = program
        // With a misspelt verb all are visible, so that the nearest is suggested.
        .command(name, { hidden: !isAll && !isMisspelt && verb.isFirst !== true })
        .description(verb.summary)
        .helpGroup(isAll ? `${verb.group}:` : 'Commands:')
        .addHelpText('after', examplesOf(verb));
      // Only the called verb is loaded, so that help does not wait for a database and a model
      // client.
      if (typed.includes(name)) declare(command, await verb.load());
    }
    await program.parseAsync(typed, { from: 'user' });
  } catch (error) {
    const end = errorExitOf(error);
    if (end.words !== '') complain(end.words);
    code = end.code;
  }
  return code;
}

/** Treats `help` with an unknown verb as a call of that verb. */
function asTyped(words: readonly string[]) {
  const [first, second] = words;
  const isVerb = (word: string | undefined) =>
    word === undefined || word.startsWith('-') || synopses.has(word);
  const isAll = first === 'help' && second === 'all';
  const argv = isAll
    ? ['--help']
    : first !== 'help' || second === undefined || synopses.has(second)
      ? words
      : [second];
  return { isAll, typed: argv, isMisspelt: argv[0] !== 'help' && !isVerb(argv[0]) };
}

/** Writes to standard error, without configured secrets and texts that look like one. */
export function complain(words: string): void {
  process.stderr.write(`${cleanText(nameProgramIn(redact(words)))}\n`);
}

function redact(words: string): string {
  return createRedactor(listConfiguredSecrets())(words);
}

function examplesOf({ examples }: Verb): string {
  const each = examples.map((example) => `  ${nameOfProgram()} ${example}`);
  return each.length === 0 ? '' : ['', 'Examples:', ...each].join('\n');
}

/**
 * Names the files that were read, and unknown settings. Without a terminal, a daemon's standard
 * error contains only its log.
 */
async function saySettings(
  { files, unknown }: { readonly files: readonly string[]; readonly unknown: readonly string[] },
  verb: string,
): Promise<void> {
  if (files.length + unknown.length === 0) return;
  const write = (text: string) => process.stderr.write(text);
  if (verb !== 'serve' || process.stderr.isTTY === true) {
    const read = files.length === 0 ? [] : [`Settings: ${files.join(', ')}`];
    for (const line of [...read, ...unknown]) write(`${cleanText(line)}\n`);
    return;
  }
  const { createLog } = await import('../../adapters/log/pino.ts');
  const log = createLog({ level: 'info', redact: createRedactor([]), write });
  if (files.length > 0) log.info('settings_read', { files });
  for (const what of unknown)
    log.warn('setting_unknown', {
      what,
      toDo: 'Correct the name of the setting, or delete the line.',
    });
}
