import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

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
