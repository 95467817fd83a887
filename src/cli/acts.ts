/**
 * Verbs on designs that exist. They write to the inbox, whichever process runs the design; where none
 * does, the command is committed here, and the design waits for whoever goes on with it.
 */

import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GateChoice } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import type { DecideInput, Reading, Result } from '#engine/design-inputs.ts';
import { isSetAside, whyUnreadable } from '#engine/set-aside.ts';
import { verifyFolder } from '#record/verify.ts';
import { hasOwner } from '#store/owner.ts';
import { costWords, dateWords } from '#words/figures.ts';
import { questionOf } from '#words/headline.ts';
import { blocks, code, lines, md } from '#words/md.ts';
import { noSuchDesign } from '#words/refusals.ts';
import { type App, canRun, type OpenApp } from './app.ts';
import { askDecision } from './deciding.ts';
import { follow } from './follow.ts';
import { newDelivery, operator, report } from './operator.ts';
import { commandOf } from './program-name.ts';
import { endOf, resultOf, standingOf } from './result.ts';
import { stopSignal } from './stop-signal.ts';
import { Terminal } from './terminal.ts';

/** Opens the app and finds the design, by its id or the last 8 of it. */
async function withDesign(
  id: string,
  openApp: OpenApp,
  run: (app: App, found: Reading, terminal: Terminal) => Promise<number>,
): Promise<number> {
  const terminal = new Terminal();
  await using app = await openApp({ quiet: true });
  const found = await app.engine.designs.read(id);
  if (found !== null) return await run(app, found, terminal);
  terminal.inform(md`${noSuchDesign(id)}`);
  return 1;
}

/** A command of a person, and whether anybody will carry on. */
function act(
  id: string,
  openApp: OpenApp,
  done: string,
  run: (app: App, id: DesignId) => Promise<Result>,
): Promise<number> {
  return withDesign(id, openApp, async (app, { row }, terminal) => {
    const exitCode = report(terminal, await run(app, row.id), done);
    if (exitCode === 0) await warnUnowned(app, row.id, terminal);
    return exitCode;
  });
}

async function warnUnowned({ store }: App, id: DesignId, terminal: Terminal): Promise<void> {
  const row = await store.design(id);
  if (row === null || row.isEnded || isSetAside(row) || hasOwner(row)) return;
  const { platform } = row.summary;
  // One of a thread needs the thread.
  const who =
    platform === null
      ? `${commandOf('serve')} or ${commandOf('watch', id)}`
      : `${commandOf('serve')}, connected to ${platform === 'slack' ? 'Slack' : 'Discord'},`;
  terminal.inform(md`No process is running this design: ${who} goes on.`);
}

export async function list(words: string, openApp: OpenApp): Promise<number> {
  const terminal = new Terminal();
  await using app = await openApp({ quiet: true });
  const rows = await app.engine.designs.find({ words });
  if (rows.length === 0)
    terminal.inform(words === '' ? md`There are no designs.` : md`No design matches.`);
  for (const { id, summary } of rows) {
    const { topic, status, startedAt, costUsd, headline, isRehearsal } = summary;
    const spent = { usd: costUsd ?? 0, isAtLeast: false, isUnknown: costUsd === null };
    const cost = isRehearsal ? 'example' : costWords(spent);
    terminal.print(
      lines(
        md`${id.slice(-8)} ${topic}`,
        md`${status.replace('_', ' ')} · ${dateWords(startedAt)} · ${cost} · ${headline}`,
      ),
    );
  }
  return 0;
}

export function show(id: string, openApp: OpenApp): Promise<number> {
  return withDesign(id, openApp, async (app, { design, row }, terminal) => {
    if (design === null) terminal.print(md`${whyUnreadable(row)}`);
    else if (design.end === null) terminal.print(standingOf(design));
    else await printEnded(app, design, terminal);
    await warnUnowned(app, row.id, terminal);
    return 0;
  });
}

async function printEnded(app: App, design: Design, terminal: Terminal): Promise<void> {
  terminal.print(blocks(md`**${questionOf(design)}**`, await resultOf(app, design)));
}

export function watch(id: string, openApp: OpenApp): Promise<number> {
  return withDesign(id, openApp, async (app, { row, design }, terminal) => {
    if (design !== null && design.end !== null) {
      await printEnded(app, design, terminal);
      return headlineOf(design).exitCode;
    }
    if (design !== null) terminal.inform(standingOf(design));
    await app.engine.start({ claimAll: false });
    const isHere = canRun(app, design) && (await app.engine.claim(row.id));
    if (!isHere) await warnUnowned(app, row.id, terminal);
    return follow(app, row.id, terminal, { isHere, from: design });
  });
}

export function answer(id: string, text: string, openApp: OpenApp): Promise<number> {
  return act(id, openApp, 'Stored.', ({ engine }, found) =>
    engine.designs.reply(found, { text }, operator(), newDelivery()),
  );
}

export function goOn(id: string, openApp: OpenApp): Promise<number> {
  return act(id, openApp, 'They go on.', ({ engine }, found) =>
    engine.designs.goOn(found, operator(), newDelivery()),
  );
}

export function cancel(id: string, openApp: OpenApp): Promise<number> {
  return withDesign(id, openApp, async (app, { row }, terminal) => {
    const { topic } = row.summary;
    const isSure =
      row.isEnded || !terminal.isInteractive || (await isAgreed(terminal, `Cancel “${topic}”?`));
    if (!isSure) return 1;
    const cancelled = await app.engine.designs.cancel(row.id, '', operator(), newDelivery());
    const exitCode = report(terminal, cancelled, 'Cancelled.');
    if (exitCode === 0) await warnUnowned(app, row.id, terminal);
    return exitCode;
  });
}

/** Nothing is accepted unseen: without a choice, or to accept at a terminal, it is shown first. */
export function decide(
  id: string,
  typed: string | undefined,
  { text = '', note }: { readonly text?: string; readonly note: string },
  openApp: OpenApp,
): Promise<number> {
  return withDesign(id, openApp, async (app, { row, design }, terminal) => {
    const gate = design === null ? null : openGate(design);
    if (design === null || gate === null) {
      terminal.inform(md`Nothing waits for a decision.`);
      return 1;
    }
    const isSeen = text !== '' || typed !== 'accept';
    if (!isSeen && !terminal.isInteractive) {
      const hash = newestDecision(design)?.sha256.slice(0, 8);
      terminal.inform(
        md`Read it with ${code(commandOf('show', row.id))}, then ${code(`${commandOf('decide', row.id)} accept --text ${hash}`)}.`,
      );
      return 2;
    }
    let input: DecideInput | null = null;
    if (typed !== undefined && isSeen) {
      const choice = typed.replace('-', '_') as GateChoice;
      input = { choice, note, sha256: text, gateId: gate.id };
    } else {
      terminal.print(terminal.isInteractive ? endOf(design) : standingOf(design));
      if (terminal.isInteractive) input = await askOnce(terminal, design);
    }
    if (input === null) return 2;
    const result = await app.engine.designs.decide(row.id, input, operator(), newDelivery());
    const exitCode = report(terminal, result);
    if (exitCode === 0) await warnUnowned(app, row.id, terminal);
    return exitCode;
  });
}

async function askOnce(terminal: Terminal, design: Design): Promise<DecideInput | null> {
  const left = new AbortController();
  terminal.onInterrupt = () => left.abort();
  await terminal.open();
  const input = await askDecision(terminal, design, AbortSignal.any([left.signal, stopSignal()]));
  terminal.close();
  return input;
}

export function runAgain(id: string, openApp: OpenApp): Promise<number> {
  return withDesign(id, openApp, async (app, { row }, terminal) => {
    const again = await app.store.findCommand('run_again', row.id);
    if (again !== null) {
      terminal.inform(
        md`It ran again already. ${commandOf('show', again.designId)} shows that run.`,
      );
      return 1;
    }
    await app.engine.start({ claimAll: false });
    const started = await app.engine.designs.runAgain(row.id, operator());
    if (!started.ok) return report(terminal, started);
    return follow(app, started.id, terminal, { isHere: true, from: null });
  });
}

export async function verify(folder: string): Promise<number> {
  const { ok, lines: found } = await verifyFolder(resolve(folder));
  new Terminal().print(lines(...found.map((line) => md`${line}`)));
  return ok ? 0 : 1;
}

export async function backup(folder: string, openApp: OpenApp): Promise<number> {
  const terminal = new Terminal();
  await using app = await openApp({ quiet: true });
  const to = resolve(folder);
  await mkdir(to, { recursive: true, mode: 0o700 });
  await app.store.backup(join(to, 'store.sqlite'));
  // After the rows, so that no row lacks its files; one that has no row yet is swept.
  const files = join(app.dataDir, 'designs');
  const filter = (path: string) => !path.endsWith('.tmp');
  if (existsSync(files)) await cp(files, join(to, 'designs'), { recursive: true, filter });
  terminal.print(
    md`${to} holds all designs, and no settings. To run it: CHARRETTE_DATA_DIR=${to} ${commandOf('serve')}`,
  );
  return 0;
}

export function forget(id: string, openApp: OpenApp): Promise<number> {
  return withDesign(id, openApp, async (app, { row }, terminal) => {
    if (!terminal.isInteractive && id !== row.id) {
      terminal.inform(
        md`To remove “${row.summary.topic}” everywhere, name its whole id: ${row.id}.`,
      );
      return 2;
    }
    const question = `Remove “${row.summary.topic}” everywhere, with its files?`;
    if (terminal.isInteractive && !(await isAgreed(terminal, question))) return 1;
    return report(terminal, await app.engine.designs.forget(row.id, operator()), 'Removed.');
  });
}

/** At a terminal, acts that cannot be undone are confirmed once. */
async function isAgreed(terminal: Terminal, question: string): Promise<boolean> {
  const left = new AbortController();
  terminal.onInterrupt = () => left.abort();
  await terminal.open();
  const isYes = await terminal.confirm(question, AbortSignal.any([left.signal, stopSignal()]));
  terminal.close();
  return isYes === true;
}
