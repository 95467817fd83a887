import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { badUsage } from './typed.ts';

/** Asks before something irreversible. Throws `Fault('bad_usage')` without a terminal and without `--yes`. */
export async function confirmed(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw badUsage(`${question} Without a terminal to ask at, add --yes.`);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asking.question(`${question} Type yes to continue: `)) === 'yes';
  } finally {
    asking.close();
  }
}

/** Asks for one line without showing it. Ctrl-C rejects. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(`${question} `);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: unseen, terminal: true, historySize: 0 });
  const interrupted = new AbortController();
  asking.once('SIGINT', () => interrupted.abort());
  try {
    return (await asking.question('', { signal: interrupted.signal })).trim();
  } finally {
    asking.close();
    process.stderr.write('\n');
  }
}
