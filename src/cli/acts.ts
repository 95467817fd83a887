/**
 * Verbs on designs that exist. They write to the inbox, whichever process runs the design; where none
 * does, the command is committed here, and the design waits for whoever goes on with it.
 */

import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GateChoice } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import { openGate } from '#design/status.ts';
import type { Reading, Result } from '#engine/designs.ts';
import { isSetAside, whyUnreadable } from '#engine/set-aside.ts';
import { verifyFolder } from '#record/verify.ts';
import { hasOwner } from '#store/owner.ts';
import { renderDecision } from '#words/decision.ts';
import { dateWords, dollars } from '#words/figures.ts';
import { lines, Markdown, md } from '#words/md.ts';
import { noSuchDesign } from '#words/refusals.ts';
import { decideAtGate } from './deciding.ts';
import { follow } from './follow.ts';
import { canRun, type House, type OpenHouse } from './house.ts';
import { commandOf } from './program-name.ts';
import { resultOf, standingOf } from './result.ts';
import { stopSignal } from './stop-signal.ts';
import { Terminal } from './terminal.ts';
import { delivery, operator, say } from './who.ts';

/** Opens the house and finds the design, by its id or the last 8 of it. */
async function withDesign(
  id: string,
  openHouse: OpenHouse,
  run: (house: House, found: Reading, terminal: Terminal) => Promise<number>,
): Promise<number> {
  const terminal = new Terminal();
  await using house = await openHouse({ quiet: true });
  const found = await house.engine.designs.read(id);
  if (found !== null) return await run(house, found, terminal);
  terminal.say(md`${noSuchDesign(id)}`);
  return 1;
}

/** A command of a person, and whether anybody will carry on. */
function act(
  id: string,
  openHouse: OpenHouse,
  done: string,
  run: (house: House, id: DesignId) => Promise<Result>,
): Promise<number> {
  return withDesign(id, openHouse, async (house, { row }, terminal) => {
    const exitCode = say(terminal, await run(house, row.id), done);
    if (exitCode === 0) await sayUnowned(house, row.id, terminal);
    return exitCode;
  });
}

async function sayUnowned({ store }: House, id: DesignId, terminal: Terminal): Promise<void> {
  const row = await store.design(id);
  if (row === null || row.isEnded || isSetAside(row) || hasOwner(row)) return;
  terminal.say(
    md`No process is running this design: ${commandOf('serve')} or ${commandOf('watch', id)} goes on.`,
  );
}

export async function list(words: string, openHouse: OpenHouse): Promise<number> {
  const terminal = new Terminal();
  await using house = await openHouse({ quiet: true });
  const rows = await house.engine.designs.find({ words });
  if (rows.length === 0) terminal.say(words === '' ? md`There are no designs.` : md`None fits.`);
  for (const { id, summary } of rows) {
    const { topic, status, startedAt, costUsd, headline } = summary;
    const cost = costUsd === null ? 'cost unknown' : dollars(costUsd);
    terminal.print(
      lines(
        md`**${id.slice(-8)}** ${topic}`,
        md`${status.replace('_', ' ')} · ${dateWords(startedAt)} · ${cost} · ${headline}`,
      ),
    );
  }
  return 0;
}

export function show(id: string, openHouse: OpenHouse): Promise<number> {
  return withDesign(id, openHouse, async (house, { design, row }, terminal) => {
    if (design === null) terminal.print(md`${whyUnreadable(row)}`);
    else terminal.print(design.end === null ? standingOf(design) : resultOf(design, house.dataDir));
    await sayUnowned(house, row.id, terminal);
    return 0;
  });
}

export function watch(id: string, openHouse: OpenHouse): Promise<number> {
  return withDesign(id, openHouse, async (house, { row, design }, terminal) => {
    if (design !== null && design.end !== null) {
      terminal.print(resultOf(design, house.dataDir));
      return headlineOf(design).exitCode;
    }
    if (design !== null) terminal.say(standingOf(design));
    await house.engine.start({ claimAll: false });
    const isHere = canRun(house, design) && (await house.engine.claim(row.id));
    if (!isHere) await sayUnowned(house, row.id, terminal);
    return follow(house, row.id, terminal, { isHere, from: design });
  });
}

export function answer(id: string, text: string, openHouse: OpenHouse): Promise<number> {
  return act(id, openHouse, 'Stored.', ({ engine }, found) =>
    engine.designs.reply(found, { text }, operator(), delivery()),
  );
}

export function goOn(id: string, openHouse: OpenHouse): Promise<number> {
  return act(id, openHouse, 'They go on.', ({ engine }, found) =>
    engine.designs.goOn(found, operator(), delivery()),
  );
}

export function cancel(id: string, openHouse: OpenHouse): Promise<number> {
  return act(id, openHouse, 'Cancelled.', ({ engine }, found) =>
    engine.designs.cancel(found, '', operator(), delivery()),
  );
}

export function decide(
  id: string,
  typed: string | undefined,
  { text = '', note }: { readonly text?: string; readonly note: string },
  openHouse: OpenHouse,
): Promise<number> {
  return withDesign(id, openHouse, async (house, { row, design }, terminal) => {
    const gate = design === null ? null : openGate(design);
    if (design === null || gate === null) {
      terminal.say(md`Nothing waits for a decision.`);
      return 1;
    }
    // Nothing is accepted unseen: a person at a terminal is shown it and asked.
    if (terminal.isInteractive && text === '' && (typed === undefined || typed === 'accept')) {
      await terminal.open();
      await decideAtGate({ house, terminal, design: () => design }, stopSignal());
      terminal.close();
    } else {
      if (typed === undefined) {
        terminal.print(new Markdown(renderDecision(design)?.text ?? ''));
        terminal.say(
          md`Say which: ${gate.choices.map((each) => each.replace('_', '-')).join(', ')}.`,
        );
        return 2;
      }
      const choice = typed.replace('-', '_') as GateChoice;
      const input = { choice, note, sha256: text, gateId: gate.id };
      const exitCode = say(
        terminal,
        await house.engine.designs.decide(row.id, input, operator(), delivery()),
      );
      if (exitCode !== 0) return exitCode;
    }
    await sayUnowned(house, row.id, terminal);
    return 0;
  });
}

export function runAgain(id: string, openHouse: OpenHouse): Promise<number> {
  return withDesign(id, openHouse, async (house, { row }, terminal) => {
    await house.engine.start({ claimAll: false });
    const started = await house.engine.designs.runAgain(row.id, operator(), delivery());
    if (!started.ok) return say(terminal, started);
    return follow(house, started.id, terminal, { isHere: true, from: null });
  });
}

export async function verify(folder: string): Promise<number> {
  const { ok, lines: found } = await verifyFolder(resolve(folder));
  new Terminal().print(lines(...found.map((line) => md`${line}`)));
  return ok ? 0 : 1;
}

export async function backup(folder: string, openHouse: OpenHouse): Promise<number> {
  const terminal = new Terminal();
  await using house = await openHouse({ quiet: true });
  const to = resolve(folder);
  await mkdir(to, { recursive: true, mode: 0o700 });
  await house.store.backup(join(to, 'store.sqlite'));
  // After the rows, so that no row lacks its files; one that has no row yet is swept.
  await cp(join(house.dataDir, 'designs'), join(to, 'designs'), {
    recursive: true,
    filter: (path) => !path.endsWith('.tmp'),
  });
  terminal.print(
    md`${to} holds everything. To run it: CHARRETTE_DATA_DIR=${to} ${commandOf('serve')}`,
  );
  return 0;
}

export function forget(id: string, openHouse: OpenHouse): Promise<number> {
  return withDesign(id, openHouse, async (house, { row }, terminal) =>
    say(terminal, await house.engine.designs.forget(row.id, operator()), 'Removed.'),
  );
}
