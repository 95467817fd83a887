import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLE_TOPIC } from '#adapters/rehearsal/example/recording.ts';
import { PseudoTerminal } from '../../entry/terminal/pseudo-terminal.ts';
import { withoutChance } from './written-example.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LOADED_FIRST = ['../../entry/terminal/account.mjs', './drawn-in-order.mjs'].map(
  (file) => new URL(file, import.meta.url).href,
);

/**
 * Plays the written example at a terminal, where somebody presses Enter at each of its questions;
 * returns what can be read there at the end. `latencyMs` as in `playWrittenExample`.
 */
export async function playAtTerminal(latencyMs: number | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-example-'));
  const environment = {
    CHARRETTE_DATA_DIR: join(folder, 'data'),
    CHARRETTE_HTTP_PORT: '1',
    ...(latencyMs !== null && { CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) }),
    // As `npm run design` in a clone.
    npm_lifecycle_event: 'design',
    npm_package_json: join(ROOT, 'package.json'),
    NO_COLOR: '1',
    TZ: 'UTC',
    // Git has no name for anybody there.
    HOME: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    TEST_ACCOUNT: 'ana',
    NODE_OPTIONS: LOADED_FIRST.map((file) => `--import=${file}`).join(' '),
  };
  const size = 'cols 100 rows 200';
  const words = ['design', EXAMPLE_TOPIC];
  const terminal = new PseudoTerminal(words, environment, folder, undefined, size);
  try {
    for (const name of ['Q1', 'Q2', 'Q3', 'Q4']) {
      await terminal.asks(`? ${name} `);
      terminal.type('\r');
    }
    await terminal.ended();
    const text = terminal.lines.join('\n');
    return withoutChance(text, /dsn_[\da-f-]{36}/.exec(text)?.[0] ?? '');
  } finally {
    await terminal.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
