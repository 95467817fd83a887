import { type Command, Option } from 'commander';

/** An id need not be given as a whole. */
const ID = 'its id, or at least six characters from either end of it';
const JSON_EVENTS = 'print one JSON object per event, and nothing else; ask nothing';
const PLAIN = 'print one line per change instead of a live display';
const AS_API = 'as the HTTP API gives it, in JSON';

/**
 * Every verb with its arguments and options. What a verb needs is loaded when it is called, so that help and
 * complaints do not wait for a database and a model client. `exit` takes the exit code.
 */
export function addVerbs(program: Command, exit: (code: number) => void): void {
  addDesign(program, exit);
  program
    .command('serve')
    .description(
      'run the daemon: the HTTP API, Slack and Discord where they are set up, and every design that has not ended',
    )
    .action(async () => exit(await (await import('./serve.ts')).serve()));
  addLooking(program, exit);
  addTakingPart(program, exit);
  addRetry(program, exit);
  addChecking(program, exit);
}

function addDesign(program: Command, exit: (code: number) => void): void {
  program
    .command('design')
    .description('run one design to its end in this terminal')
    .argument('<topic>', 'what is to be decided, in a sentence')
    .option('--context <file...>', 'text files that everybody is given to read')
    .option('--repo <folder>', 'git repository that they may read, at its present commit')
    .option('--personas <ids>', 'who takes part, separated by commas (default: all)')
    .option('--answers <file>', "text taken as the thread's reply to the questions, and as all of it")
    .option('--no-questions', 'let nobody ask anything')
    .option('--budget <usd>', 'what it may cost')
    .option('--deadline <minutes>', 'how long it may take, without the time it waits for people')
    .option('--json', JSON_EVENTS)
    .option('--plain', PLAIN)
    .action(async (topic: string, options: unknown) =>
      exit(await (await import('./design.ts')).design(topic, options)),
    );
}

function addLooking(program: Command, exit: (code: number) => void): void {
  program
    .command('list')
    .description('list designs, newest first')
    .option('--limit <number>', 'how many', '20')
    .option('--json', AS_API)
    .action(async (options: unknown) => exit(await (await import('./looking.ts')).list(options)));
  program
    .command('show')
    .description('show how far a design is, and what it came to')
    .argument('<id>', ID)
    .option('--json', AS_API)
    .action(async (id: string, options: unknown) =>
      exit(await (await import('./looking.ts')).show(id, options)),
    );
  program
    .command('events')
    .description("print a design's events, one JSON object each")
    .argument('<id>', ID)
    .option('--since <seq>', 'only those after this sequence number', '0')
    .option('--follow', 'go on until the design has ended')
    .action(async (id: string, options: unknown) =>
      exit(await (await import('./looking.ts')).events(id, options)),
    );
}

function addTakingPart(program: Command, exit: (code: number) => void): void {
  program
    .command('cancel')
    .description('cancel a design; what was contributed is kept')
    .argument('<id>', ID)
    .option('--reason <text>', 'why, for the record', '')
    .action(async (id: string, options: unknown) =>
      exit(await (await import('./taking-part.ts')).cancel(id, options)),
    );
  program
    .command('answer')
    .description('answer open questions; "Q2: …" at the start of a line pins an answer to a question')
    .argument('<id>', ID)
    .argument('<text>', 'the answers')
    .option('--done', 'nothing more will come: assume the rest')
    .action(async (id: string, text: string, options: unknown) =>
      exit(await (await import('./taking-part.ts')).answer(id, text, options)),
    );
  program
    .command('decide')
    .description('decide at a gate')
    .argument('<id>', ID)
    .argument('<gate>', 'its name, such as gate-1; charrette show has it')
    .argument('<choice>', 'accept, send_back or stop')
    .option('--note <text>', 'what should be different, for send_back', '')
    .action(async (id: string, gate: string, choice: string, options: unknown) =>
      exit(await (await import('./taking-part.ts')).decide(id, gate, choice, options)),
    );
}

function addRetry(program: Command, exit: (code: number) => void): void {
  const here = 'where it runs in this terminal: ';
  program
    .command('retry')
    .description(
      'run an ended design again from its answers and proposals: in the daemon, else in this terminal',
    )
    .argument('<id>', ID)
    .option('--preview', 'only say whether that is allowed, and why')
    .option('--repo <folder>', `${here}the repository, if it was brought by --repo`)
    .addOption(new Option('--json', `${here}${JSON_EVENTS}`))
    .addOption(new Option('--plain', `${here}${PLAIN}`))
    .action(async (id: string, options: unknown) =>
      exit(await (await import('./retry.ts')).retry(id, options)),
    );
}

function addChecking(program: Command, exit: (code: number) => void): void {
  program
    .command('verify')
    .description("check a design's files, offline: hashes, seals, and the chain of events")
    .argument('<path>', "the design's folder, or the manifest.json in it")
    .action(async (path: string) => exit(await (await import('./verify.ts')).verify(path)));
  program
    .command('gc')
    .description('remove designs that ended long ago (CHARRETTE_KEEP_DAYS); the daemon does so every day')
    .option('--preview', 'only say what would be removed')
    .option('--json', AS_API)
    .action(async (options: unknown) => exit(await (await import('./gc.ts')).gc(options)));
  program
    .command('personas')
    .description('check the persona files and list them')
    .action(async () => exit(await (await import('./personas.ts')).personas()));
  program
    .command('doctor')
    .description('say what is configured, reachable and missing; shows no secret')
    .action(async () => exit(await (await import('./doctor.ts')).doctor()));
  program
    .command('slack-manifest')
    .description('print what Slack makes the app from')
    .option('--mode <socket|http>', 'how Slack reaches it (default: as configured, else socket)')
    .option('--url <https://…>', 'for http: where the daemon is reached from outside')
    .action(async (options: unknown) =>
      exit(await (await import('./slack-manifest.ts')).slackManifestVerb(options)),
    );
  program
    .command('discord-register')
    .description('put the commands in place on Discord, and print the link that invites the bot')
    .option('--preview', 'only say what would be done')
    .action(async (options: unknown) =>
      exit(await (await import('./discord-register.ts')).discordRegister(options)),
    );
}
