import { SignInLinkAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { addressOf } from '../../presentation/format/page-address.ts';
import { chooseConsoleAddress } from '../../surfaces/http/sessions/console-address.ts';
import { envelopeWordsOf, parseAnswer } from '../cli/api.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { findDaemon, isFound } from '../cli/find-daemon.ts';
import { output, print } from '../cli/output.ts';

/** Prints a one-time sign-in link on standard output only, so that no log keeps it. */
export async function run(): Promise<number> {
  const { configuration, person, program } = createCliContext();
  const daemon = await findDaemon(configuration);
  if (!isFound(daemon)) return print({ ok: false, words: explainNoDaemon(program) });
  const answer = await daemon.call(ACTS.make_sign_in_link, {}, { body: { author: person } });
  if (answer.status >= 400) return print({ ok: false, words: envelopeWordsOf(answer) });
  const { path } = parseAnswer(SignInLinkAnswer, answer.body);
  const at = chooseConsoleAddress(configuration.publicUrl, new URL(daemon.url));
  output.write(`${addressOf(at, path)}\n`);
  process.stderr.write('It signs in once, within ten minutes.\n');
  return EXIT.completed;
}

const explainNoDaemon = (program: string): string =>
  `No daemon runs on this data folder. Start one: ${program} serve`;
