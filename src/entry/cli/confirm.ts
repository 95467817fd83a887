import { createInterface } from 'node:readline/promises';
import { badUsage } from './typed.ts';

/**
 * Asks once more before something that cannot be undone. Without a terminal nobody can be asked: then it takes `--yes`. Throws
 * `Fault('bad_usage')` without both.
 */
export async function confirmed(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw badUsage(`${question} Without a terminal to ask at, add --yes.`);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asking.question(`${question} Type yes to go on: `)) === 'yes';
  } finally {
    asking.close();
  }
}
