import { join } from 'node:path';
import { ANSWERS } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { findDamage } from '../../adapters/store/sqlite/open.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { countOf, shortenId } from '../../core/vocabulary/figures.ts';
import { type Finding, note, ok, problem } from '../../foundation/finding.ts';
import { listAsleep } from '../../ports/access-tokens.ts';
import type { SharedStore, Store } from '../../ports/store.ts';
import { listBundledDesigns } from '../../record/bundles.ts';
import { endOfKeeping, previewCollection } from '../../record/collection.ts';
import type { Variables } from '../config.ts';
import { assertRightsKept } from '../keep-rights.ts';
import { explainMissingStore, openStore } from '../open-store.ts';
import { envelopeWordsOf } from './api.ts';
import type { CliContext } from './cli-context.ts';
import { type Daemon, explainInUse, type Found, isFound } from './find-daemon.ts';

const MAX_COUNTED = 1_000;
const MAX_NAMED = 20;

export async function checkStore(context: CliContext, found: Found): Promise<Finding> {
  await assertRightsKept(context.configuration.dataDir);
  // Several processes may use a Postgres.
  const isShared = context.configuration.databaseUrl !== null;
  return isFound(found) && !isShared ? checkStoreInUse(found) : checkStoreHere(context, found);
}

/** Must not create a store. */
async function checkStoreHere({ configuration, log }: CliContext, found: Found): Promise<Finding> {
  const kind = configuration.databaseUrl === null ? 'SQLite in the data folder' : 'Postgres';
  const { databaseUrl, databaseDirectUrl } = configuration;
  if (databaseUrl !== null) {
    const { assertDaemonsRun } = await import('../../adapters/store/postgres/open.ts');
    await assertDaemonsRun(databaseDirectUrl ?? databaseUrl);
  }
  const missing = await explainMissingStore(configuration);
  if (missing !== null) {
    const unknown = await explainUnknownDesigns(configuration, null);
    if (unknown.length === 0) return note(`${kind}: ${missing}`);
    const remedy =
      'No daemon starts on it: put its store or a backup in its place, or move those files away.';
    return problem([`${kind} is missing or empty.`, ...unknown, remedy].join(' '));
  }
  // A Postgres is checked by its operators.
  const damage = configuration.databaseUrl === null ? await findDamage(configuration.dataDir) : [];
  if (damage.length > 0) {
    return problem(
      `${kind} is damaged; keep the data folder, and restore a backup: ${damage.join('; ')}`,
    );
  }
  const { store: opened, tokens } = await openStore(configuration, log, {
    mayMigrate: false,
  }).catch((error: unknown) => {
    throw explainInUse(error, found);
  });
  try {
    const aside = await opened.list({ isSetAside: true, limit: MAX_COUNTED });
    if (aside.length > 0)
      return problem(
        `${kind}; set aside: ${countOf(aside.length, 'design')} whose events differ from the record`,
      );
    const words = `${kind}${await sayNextRemovals(opened)}`;
    const notes = [
      ...(await explainUnknownDesigns(configuration, opened)),
      ...explainAsleep(await listAsleep(tokens, systemClock.now())),
    ];
    return notes.length === 0 ? ok(words) : note([`${words}.`, ...notes].join(' '));
  } finally {
    await opened.close();
  }
}

/** Names the designs that the next daily removal takes, or the first of them; empty for none. */
async function sayNextRemovals(opened: SharedStore): Promise<string> {
  const designs = await previewCollection({ store: opened }, endOfKeeping(systemClock));
  if (designs.length === 0) return '';
  const ids = designs.slice(0, MAX_NAMED).map(({ id }) => shortenId(id));
  const others = designs.length - ids.length;
  const list = [...ids, ...(others === 0 ? [] : [`${others} more`])].join(', ');
  return `; removed next, at 03:17 UTC: ${list}`;
}

/**
 * Result files of designs that the embedded store does not know. `opened`: `null` without a store.
 */
async function explainUnknownDesigns(
  { databaseUrl, dataDir }: Variables,
  opened: Pick<Store, 'summary'> | null,
): Promise<string[]> {
  if (databaseUrl !== null) return [];
  let count = 0;
  for (const id of await listBundledDesigns(dataDir)) {
    if (opened === null || (await opened.summary(id)) === null) count += 1;
  }
  if (count === 0) return [];
  const words = `${join(dataDir, 'designs')} has ${countOf(count, 'design')} unknown to this store`;
  return [`${words}. They belong to another store (DATABASE_URL), or this one was lost.`];
}

function explainAsleep(asleep: readonly { readonly name: string }[]): string[] {
  if (asleep.length === 0) return [];
  const names = asleep.map(({ name }) => name).join(', ');
  return [
    `The store went back to an earlier moment, so these tokens sleep until token wake: ${names}.`,
  ];
}

/** Asks the daemon, since only the daemon can look into its store. */
async function checkStoreInUse(daemon: Daemon): Promise<Finding> {
  const answer = await daemon.readReadiness();
  if (answer.status >= 400) return problem(`the running daemon says: ${envelopeWordsOf(answer)}`);
  const words =
    'in use by the running daemon; stop the daemon to check it, and to see what it removes next';
  const { tokens } = ANSWERS.TokensAnswer.parse((await daemon.call(ACTS.tokens)).body);
  const asleep = explainAsleep(tokens.filter(({ asleepSince }) => asleepSince !== null));
  return asleep.length === 0 ? ok(words) : note([`${words}.`, ...asleep].join(' '));
}
