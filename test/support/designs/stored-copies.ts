import { randomUUIDv7 } from 'node:crypto';
import { DesignEvent } from '#core/vocabulary/events.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { CommitDraft } from '#engine/commit/commit.ts';
import type { Fleet } from '#ports/fleet.ts';
import type { Store } from '#ports/store.ts';
import { UNSTARTED } from '#record/loading.ts';
import { inboxEntryOf, turnRecordOf } from './commits.ts';

/** Designs stored at the same time. */
const AT_ONCE = 10;

/** Stores as many copies of a design, each with its own ids, as the engine would have left them. */
export async function storeCopies(
  opened: { readonly store: Store; readonly fleet: Fleet },
  events: readonly DesignEvent[],
  count: number,
): Promise<DesignId[]> {
  const ids: DesignId[] = [];
  const some = async () => {
    for (let left = Math.ceil(count / AT_ONCE); left > 0 && ids.length < count; left -= 1) {
      const copy = copyOf(events);
      ids.push(copy.id);
      await storeCopy(opened, copy);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  return ids;
}

interface Copy {
  readonly id: DesignId;
  readonly events: readonly DesignEvent[];
}

function copyOf(events: readonly DesignEvent[]): Copy {
  const renamed = new Map<string, string>();
  const text = JSON.stringify(events).replaceAll(
    /(dsn|ses|trn)_[0-9a-f-]{36}/g,
    (old, kind: string) => {
      const fresh = renamed.get(old) ?? `${kind}_${randomUUIDv7()}`;
      renamed.set(old, fresh);
      return fresh;
    },
  );
  const copied = DesignEvent.array().parse(JSON.parse(text));
  const [started] = copied;
  if (started?.type !== 'design_started')
    throw new Error('a design that does not begin with its start');
  return { id: started.designId, events: copied };
}

async function storeCopy(
  { store, fleet }: { store: Store; fleet: Fleet },
  { id, events }: Copy,
): Promise<void> {
  const inboxId = `start-${id}`;
  await store.accept(inboxEntryOf(inboxId, id));
  const epoch = await fleet.claim(id);
  if (epoch === null) throw new Error(`${id} is owned by another`);
  const draft = new CommitDraft(UNSTARTED, () => turnRecordOf(id, 1));
  draft.add(events);
  const { commit, next } = draft.finish(epoch, [{ inboxId, answer: { accepted: true } }], [], []);
  await store.commit({ ...commit, effects: [], turns: [] });
  const dueAt = Math.min(...timersOf(next.design).map((timer) => timer.dueAt));
  // One that has ended is due never.
  await fleet.release({ designId: id, epoch }, Number.isFinite(dueAt) ? dueAt : null, 1);
}
