import { alike } from '../core/outcome/lesson.ts';
import { lessonOf } from '../core/telling/lesson.ts';
import type { StartDesign } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { BOUNDS, type Lesson } from '../core/vocabulary/events.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { loadDesign } from './engine/loading.ts';
import { FAULTS, Fault } from './fault.ts';
import type { Log } from './ports/log.ts';
import type { SharedStore } from './ports/store.ts';

interface LessonParts {
  readonly store: SharedStore;
  readonly log: Log;
}

/** The newest designs of one place whose topics are compared. */
const COMPARED = 500;
/** Designs without a lesson that are looked up together. */
const PAGE = 100;

/**
 * Returns lessons of earlier designs like this one (A14): those of the same channel, or for a design without a thread those
 * without one, so that nobody reads words from places they may not see. Rehearsals learn only from rehearsals. Leaves out the
 * design it follows up on, which is in its context, and designs replaced by a later one that ran them again, or followed up
 * with a decision. Throws `Fault` when the store cannot be reached.
 */
export async function lessonsFor(
  {
    topic,
    thread,
    rehearsal,
    followUpOf,
  }: Pick<StartDesign, 'topic' | 'thread' | 'rehearsal' | 'followUpOf'>,
  store: Pick<SharedStore, 'list' | 'lessons'>,
): Promise<Lesson[]> {
  const place = thread === null ? {} : { platform: thread.platform, channel: thread.channel };
  const listed = await store.list({ ...place, limit: COMPARED });
  const ended = listed.filter(({ endedAt, status }) => endedAt !== null && status !== 'cancelled');
  const replaced = new Set(
    ended.flatMap((each) => [each.successorOf, each.decision === null ? null : each.followUpOf]),
  );
  const comparable = ended.filter(
    (each) =>
      each.rehearsal === rehearsal &&
      (each.thread === null) === (thread === null) &&
      each.id !== followUpOf &&
      !replaced.has(each.id),
  );
  const ids = alike(topic, comparable, BOUNDS.lessons).map(({ id }) => id);
  const found = new Map((await store.lessons(ids)).map((lesson) => [lesson.designId, lesson]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Keeps an ended design's lesson, once (A14). Logs a failure, which never harms it; `keepMissedLessons` makes up for it. */
export async function keepLesson(design: Design, { store, log }: LessonParts): Promise<void> {
  try {
    await keep(design, store);
  } catch (error) {
    log.warn('lesson_not_kept', { designId: design.id, error });
  }
}

async function keep(design: Design, store: SharedStore): Promise<void> {
  const lesson = lessonOf(design);
  if (lesson !== null) await store.keepLesson(lesson);
}

/**
 * Keeps the lessons of all ended designs that have none: their daemon died at the wrong moment, or they were imported. May run
 * again at any time. Throws `Fault` when the store cannot be reached; logs and skips a design that cannot be read.
 */
export async function keepMissedLessons(parts: LessonParts, signal: AbortSignal): Promise<void> {
  const { store, log } = parts;
  for (let after: DesignId | null = null; !signal.aborted; ) {
    const page: readonly DesignId[] = await store.withoutLesson(after, PAGE);
    for (const id of page) {
      if (signal.aborted) return;
      try {
        const { design } = await loadDesign(store, id);
        if (design !== null) await keep(design, store);
      } catch (error) {
        if (error instanceof Fault && FAULTS[error.code].passes) throw error;
        log.warn('lesson_not_kept', { designId: id, error });
      }
    }
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}
