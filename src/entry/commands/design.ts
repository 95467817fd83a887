import { type Command, Option } from 'commander';
import { DEPTHS } from '../../core/vocabulary/events.ts';
import { choosable, unknownPersonas } from '../../runtime/engine/starting.ts';
import { cliContext } from '../cli/cli-context.ts';
import { type DesignOptions, readRequest } from '../cli/design-request.ts';
import { findDesign, withApi } from '../cli/designs.ts';
import { badUsage } from '../cli/typed.ts';
import { JSON_EVENTS, PLAIN_LINES } from '../cli/verb.ts';
import { loadPersonas } from '../open-model.ts';

const ABOUT_TOPIC = /^error: (missing required argument|too many arguments)/;
const TOPIC_FIRST = '(the topic comes first, in quotes)\n';

export function configure(command: Command) {
  command
    .configureOutput({
      outputError: (words, write) => write(ABOUT_TOPIC.test(words) ? `${words}${TOPIC_FIRST}` : words),
    })
    .argument('<topic>', 'what is to be decided, in a sentence')
    .option('--context <file...>', 'text files that everybody is given to read')
    .option('--follow-up <id>', 'the design that has ended and on whose decision this one follows up')
    .option('--repo <folder>', 'git repository that they may read, at its present commit')
    .option('--personas <ids>', 'who takes part, separated by commas (default: all)')
    .option('--answers <file>', "text taken as the thread's reply to the questions, and as all of it")
    .option('--no-questions', 'let nobody ask anything')
    .addOption(new Option('--depth <depth>', 'how much is discussed (default: standard)').choices(DEPTHS))
    .option('--budget <usd>', 'what it may cost')
    .option('--deadline <minutes>', 'how long it may take, without the time it waits for people')
    .option('--json', JSON_EVENTS)
    .option('--plain', PLAIN_LINES);
}

/** What can be refused by looking at it is refused before anything is opened. */
export async function run(topic: string, options: DesignOptions): Promise<number> {
  const given = await readRequest(topic, options);
  const context = cliContext();
  const personas = await loadPersonas(context.configuration);
  const unknown = unknownPersonas(personas, given.personas ?? []);
  if (unknown.length > 0) {
    const known = choosable(personas).join(', ');
    throw badUsage(`There is no persona ${unknown.join(', ').slice(0, 200)}. The personas are ${known}.`);
  }
  return withApi(context, async (api) => {
    const { followUp, repoPath } = given;
    const request =
      followUp === undefined
        ? given
        : { ...given, followUp: await findDesign(api, followUp, context.program) };
    await api.assertMayBegin(repoPath);
    const { beginDesign } = await import('../cli/begin.ts');
    return beginDesign(request, { api, options, context });
  });
}
