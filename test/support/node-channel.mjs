// A parent with Node's own channel, and its child, which writes the line that it is given into it: what Charrette's
// sessions did not survive while they used that channel.
import { fork } from 'node:child_process';
import { writeSync } from 'node:fs';

const CHANNEL = 3;
const [line, role] = process.argv.slice(2);
if (role === 'child') {
  writeSync(CHANNEL, `${line}\n`);
  process.on('message', () => undefined);
} else {
  const child = fork(import.meta.filename, [line ?? '', 'child'], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.once('message', () => child.disconnect());
}
