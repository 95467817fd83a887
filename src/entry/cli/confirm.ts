import { createInterface } from 'node:readline/promises';
import { badUsage } from './typed.ts';

/** Asks before something irreversible. Throws `Fault('bad_usage')` without a terminal and without `--yes`. */
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
