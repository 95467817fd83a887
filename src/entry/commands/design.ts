import { type Command, Option } from 'commander';
import { DEPTHS } from '../../core/vocabulary/events.ts';
import { type DesignOptions, readRequest } from '../cli/design-request.ts';
import { JSON_EVENTS, PLAIN_LINES } from '../cli/verb.ts';

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

/** What can be refused by looking at it is refused before the engine is loaded. */
export async function run(topic: string, options: DesignOptions): Promise<number> {
  const request = await readRequest(topic, options);
  const { startAndRun } = await import('../cli/start-and-run.ts');
  return startAndRun(request, options);
}
