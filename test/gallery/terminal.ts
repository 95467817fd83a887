import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { escaped } from './html.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'src/entry/charrette.mjs');
export const TOPIC = 'Should the job queue move from Redis to Postgres?';
const [COLUMNS, ROWS] = [100, 26];
const [LINE_PX, COLUMN_PX, MARGIN_PX] = [17, 7.3, 14];
/** A recording takes so many seconds, however long the run took. */
const LENGTH_SECONDS = 24;

/** A line of the terminal, and when it was there, in milliseconds after the start. */
export interface Line {
  readonly text: string;
  readonly atMs: number;
}

/**
 * Runs the written example at a terminal, as a person would who has no key; every line as it came.
 */
export async function recordTerminal(): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gallery-terminal-'));
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    CHARRETTE_DATA_DIR: folder,
    COLUMNS: String(COLUMNS),
  };
  // Else the person would be the account that draws the pictures.
  await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = Ana\n');
  const started = performance.now();
  const child = spawn(process.execPath, [ENTRY, 'design', TOPIC], {
    cwd: folder,
    env: { ...environment, CHARRETTE_REHEARSAL: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  const read = async (stream: AsyncIterable<Buffer>): Promise<void> => {
    let rest = '';
    for await (const some of stream) {
      const [...whole] = `${rest}${some}`.split('\n');
      rest = whole.pop() ?? '';
      const atMs = performance.now() - started;
      lines.push(
        ...whole.flatMap((text) =>
          folded(text.replaceAll(folder, '~')).map((each) => ({ text: each, atMs })),
        ),
      );
    }
  };
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.all([read(child.stdout), read(child.stderr), ended]);
  await rm(folder, { recursive: true, force: true });
  return lines;
}

function folded(text: string): string[] {
  return wrapAnsi(text, COLUMNS, { trim: false, hard: true }).split('\n');
}

/**
 * A recording as one SVG that plays once: each line appears when it came, and older ones move up.
 * Those who want nothing to move, and programs that move nothing, see its end.
 */
export function terminalSvg(lines: readonly Line[], command: string): string {
  const all = [{ text: `$ ${command}`, atMs: 0 }, ...lines];
  const last = Math.max(1, all.at(-1)?.atMs ?? 1);
  const second = (atMs: number): number => Math.round((atMs / last) * LENGTH_SECONDS * 100) / 100;
  const hidden = Math.max(0, all.length - ROWS);
  const [width, height] = [
    COLUMNS * COLUMN_PX + 2 * MARGIN_PX,
    ROWS * LINE_PX + 2 * MARGIN_PX + 22,
  ];
  const rows = all.map(({ text, atMs }, at) => {
    const kind = at === 0 ? 'c' : /^\s*\d+:\d\d {2}/.test(text) ? '' : 'r';
    const wait = `animation-duration:${second(atMs)}s`;
    const wide = stringWidth(text) > COLUMNS ? ` textLength="${COLUMNS * COLUMN_PX}"` : '';
    return `<text y="${(at + 1) * LINE_PX}" class="l ${kind}" style="${wait}"${wide}>${escaped(text)}</text>`;
  });
  // What came together moves together.
  const steps = new Map(
    all.map(({ atMs }, at) => {
      const percent = Math.min(100, (second(atMs) / LENGTH_SECONDS) * 100).toFixed(2);
      return [percent, Math.max(0, at + 1 - ROWS) * LINE_PX];
    }),
  );
  const moves = [...steps].map(([percent, up]) => `${percent}%{transform:translateY(${-up}px)}`);
  const end = `translateY(${-hidden * LINE_PX}px)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">A design at a terminal</title>
<desc id="d">${escaped(`${command}: a line for each phase, then the decision. Every step, as text: docs/example/terminal.txt.`)}</desc>
<style>text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}.c{fill:#7ee787}.r{fill:#fff}
.s{transform:${end}}@media (prefers-reduced-motion:no-preference){.l{animation:w 0s steps(1)}.s{animation:s ${LENGTH_SECONDS}s steps(1)}}
@keyframes w{from,to{visibility:hidden}}@keyframes s{${moves.join('')}}</style>
<rect width="${width}" height="${height}" rx="9" fill="#0d1117"/><circle cx="18" cy="14" r="5" fill="#484f58"/><circle cx="34" cy="14" r="5" fill="#484f58"/><circle cx="50" cy="14" r="5" fill="#484f58"/>
<clipPath id="c"><rect width="${width}" height="${ROWS * LINE_PX + 6}"/></clipPath>
<g clip-path="url(#c)" transform="translate(${MARGIN_PX} ${MARGIN_PX + 14})"><g class="s">
${rows.join('\n')}
</g></g></svg>
`;
}
