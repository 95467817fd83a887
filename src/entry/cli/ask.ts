import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isYes } from '../../surfaces/terminal/yes-or-no.ts';
import { Interrupted } from './exit-codes.ts';
import { makeUsageFault } from './typed.ts';

/**
 * Asks before something irreversible; anything but yes is no. Throws `Fault('bad_usage')` without a
 * terminal, and `Interrupted` on Ctrl-C.
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw makeUsageFault(`${question} Without a terminal to ask at, add --yes.`);
  const asked = `${question} Type yes or y to continue, or anything else to stop: `;
  return isYes(await askLine(asked, process.stderr));
}

/** Asks for one line without showing it. Throws `Interrupted` on Ctrl-C. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(`${question} `);
  try {
    return (await askLine('', new Writable({ write: (_chunk, _encoding, done) => done() }))).trim();
  } finally {
    process.stderr.write('\n');
  }
}

async function askLine(question: string, output: NodeJS.WritableStream): Promise<string> {
  const asking = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  const interrupted = new AbortController();
  asking.once('SIGINT', () => interrupted.abort());
  try {
    return await asking.question(question, { signal: interrupted.signal });
  } catch (error) {
    throw interrupted.signal.aborted ? new Interrupted() : error;
  } finally {
    asking.close();
  }
}
