// Tries what is beyond its own process, and says as JSON how each attempt ended. Given: the id of a process of
// somebody else, a file, a port.
import fs from 'node:fs';
import net from 'node:net';
import { dirname } from 'node:path';

const [pid = '', file = '', port = ''] = process.argv.slice(2);

/** @type {Record<string, () => unknown>} */
const attempts = {
  signal: () => process.kill(Number(pid), 0),
  file: () => fs.readFileSync(file),
  list: () => fs.readdirSync(dirname(file)),
  write: () => fs.writeFileSync(`${process.argv[1]}.written`, ''),
  port: () =>
    new Promise((resolve, reject) => {
      net.connect(Number(port), '127.0.0.1').once('connect', resolve).once('error', reject);
    }),
  owner: () => process.setgroups?.([12_345]),
};

/** @type {Record<string, string>} */
const results = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    const result = await attempt();
    results[name] = typeof result === 'string' ? result : 'succeeded';
  } catch (error) {
    results[name] = String(Object(error).code);
  }
}
if (results.write === 'succeeded') fs.rmSync(`${process.argv[1]}.written`);
process.stdout.write(JSON.stringify(results), () => process.exit(0));
