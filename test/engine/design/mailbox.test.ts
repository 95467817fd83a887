import { expect, test } from 'vitest';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import { Mailbox } from '#engine/design/mailbox.ts';
import { OwnedStore } from '#engine/design/owned-store.ts';
import { UnderWay } from '#engine/design/under-way.ts';
import { Waits } from '#engine/parts/waits.ts';
import { makeStartCommand } from '#engine/starting/starting.ts';
import type { Commit } from '#ports/store.ts';
import { UNSTARTED } from '#record/loading.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { eventually } from '../../support/runner/eventually.ts';
import { ownWorkshop } from '../own-workshop.ts';
import { remark, request, SETTINGS } from '../running-engine.ts';

const rethrown = (error: unknown) => {
  throw error;
};

/** The mailbox of a design that has just started, with the commits that it made. */
async function opened() {
  const { workshop } = await ownWorkshop();
  const start = makeStartCommand(request(), {
    personas: shipped,
    settings: SETTINGS,
    defaultModel: 'rehearsal',
    priceOf: () => 0,
    spread: [],
    familyOf: () => null,
    vendorOf: () => 'Anthropic',
    rehearsal: true,
    identifiers: systemIdentifiers,
  });
  const { designId } = start;
  await workshop.store.accept({ id: designId, designId, command: start, receivedAt: 0 });
  const epoch = (await workshop.fleet.claim(designId)) ?? 0;
  const commits: Commit[] = [];
  const log = keepLog();
  const parts = {
    store: workshop.store,
    clock: realClock,
    identifiers: systemIdentifiers,
    log,
    waits: new Waits({ clock: realClock, log }),
    redact: (text: string) => text,
  };
  let idle = 0;
  const underWay = new UnderWay(rethrown, () => {
    idle += 1;
  });
  const owned = new OwnedStore(
    { designId, epoch },
    parts,
    new AbortController().signal,
    () => undefined,
  );
  const mailbox = new Mailbox(UNSTARTED, owned, underWay, parts, (commit) => commits.push(commit));
  await mailbox.handle({ id: designId, command: start });
  return { mailbox, commits, idleTimes: () => idle };
}

test('A8: a command is carried out at whatever moment after another one it comes', async () => {
  const { mailbox } = await opened();
  for (let moments = 0; moments < 40; moments += 1) {
    await mailbox.submit(remark(`Remark ${2 * moments}`));
    for (let moment = 0; moment < moments; moment += 1) await Promise.resolve();
    expect(await mailbox.submit(remark(`Remark ${2 * moments + 1}`))).toMatchObject({
      accepted: true,
    });
  }
  expect(mailbox.design?.replies).toHaveLength(80);
});

test('commands that arrive in one turn of the loop share one commit, in order', async () => {
  const { mailbox, commits } = await opened();
  const before = commits.length;
  const arriving = [1, 2, 3].map(async (n) => {
    await new Promise(setImmediate);
    return mailbox.submit(remark(`r-${n}`));
  });
  const decisions = await Promise.all(arriving);
  expect(decisions.every(({ accepted }) => accepted)).toBe(true);
  expect(commits).toHaveLength(before + 1);
  expect(mailbox.design?.replies.map(({ id }) => id)).toEqual(['r-1', 'r-2', 'r-3']);
});

test('a report that nothing waits for shares the next commit, and is stored alone when none comes', async () => {
  const { mailbox, commits } = await opened();
  const before = commits.length;
  const soon = mailbox.submit(remark('r-1'), 'soon');
  await mailbox.submit(remark('r-2'));
  await soon;
  expect(commits).toHaveLength(before + 1);
  await mailbox.submit(remark('r-3'), 'soon');
  expect(commits).toHaveLength(before + 2);
});

test('a mailbox reports each time that nothing waits any more', async () => {
  const { mailbox, idleTimes } = await opened();
  const before = idleTimes();
  await mailbox.submit(remark('r-1'));
  await eventually(idleTimes).toBeGreaterThan(before);
  expect(mailbox.isIdle).toBe(true);
});
