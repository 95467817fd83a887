/**
 * The verbs of the command line. Each returns its exit code: 0 completed; 2 usage; 3 needs_review;
 * 4 cancelled; 5 failed; 1 anything else.
 *
 * @example process.exitCode = await runProgram(process.argv.slice(2), openApp);
 */

import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import * as acts from './acts.ts';
import type { OpenApp } from './app.ts';

const PACKAGE = new URL('../../package.json', import.meta.url);

export async function runProgram(words: readonly string[], openApp: OpenApp): Promise<number> {
  let exitCode = 0;
  const program = new Command('charrette')
    .description('A design discussion between AI personas and people, ending in a decision.')
    .version(JSON.parse(readFileSync(PACKAGE, 'utf8')).version)
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride();
  const verb = (usage: string, description: string) =>
    program.command(usage).description(description);
  const ending =
    <Words extends unknown[]>(run: (...given: Words) => Promise<number>) =>
    async (...given: Words) => {
      exitCode = await run(...given);
    };

  const act = (
    usage: string,
    description: string,
    run: (id: string, openApp: OpenApp) => Promise<number>,
  ) => verb(usage, description).action(ending((id) => run(id, openApp)));

  verb('design <topic>', 'one design to its end in this terminal')
    .addOption(new Option('--depth <depth>').choices(['quick', 'standard']).default('standard'))
    .option('--repo <folder>', 'a git repository that the personas may read')
    .option('--context <file...>', 'text files that belong to the question')
    .option('--personas <names>', 'who takes part, separated by commas', splitNames)
    .option('--no-questions', 'the personas ask nothing and assume')
    .option('--budget <usd>', 'what it may cost at most', readDollars)
    .option('--json', 'print events only')
    .action(
      ending(async (topic, options) => {
        const { runDesign } = await import('./design.ts');
        return runDesign(topic, options, openApp);
      }),
    );
  verb('serve', 'the daemon: Slack, Discord, pages and the HTTP API')
    .option('--check', 'start all that is configured, say how it went, and end')
    .action(
      ending(async ({ check = false }) => {
        const { checkStart, serve } = await import('./serve.ts');
        return check ? checkStart(openApp) : serve(openApp);
      }),
    );
  verb('list [words...]', 'designs, newest first')
    .alias('status')
    .action(ending((found) => acts.list(found.join(' '), openApp)));
  act('show <id>', 'where a design stands, or what it came to', acts.show);
  act('watch <id>', 'follow a design, and run it if no process does', acts.watch);
  verb('answer <id> <text...>', 'answer, or say something').action(
    ending((id, text) => acts.answer(id, text.join(' '), openApp)),
  );
  act('go-on <id>', 'end the wait for answers', acts.goOn);
  verb('decide <id>', 'decide at a gate')
    .addArgument(new Argument('[choice]').choices(['accept', 'send-back', 'stop']))
    .option('--text <hash>', 'to accept without a terminal: the first 8 of the text’s hash')
    .option('--note <words>', 'what should change, or why', '')
    .action(ending((id, choice, options) => acts.decide(id, choice, options, openApp)));
  act('cancel <id>', 'cancel a design', acts.cancel);
  act('run-again <id>', 'once, after any end but completed', acts.runAgain);
  act('verify <folder>', 'check a design’s files, offline', acts.verify);
  act('backup <folder>', 'a copy of the data folder that a daemon starts from', acts.backup);
  act('forget <id>', 'remove a design everywhere', acts.forget);
  verb('mcp', 'the server for a coding agent, on standard input and output').action(
    ending(async () => {
      const { serveMcp } = await import('./mcp.ts');
      return serveMcp(openApp);
    }),
  );

  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readDollars(text: string): number {
  const usd = /^\d{1,6}(\.\d{1,2})?$/.test(text) ? Number(text) : 0;
  if (usd === 0) throw new InvalidArgumentError('The budget is a number of dollars, such as 3.');
  return usd;
}
