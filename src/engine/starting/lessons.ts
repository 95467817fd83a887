import { supersededBy } from '../../core/follow-up/decision-status.ts';
import { alike, lessonsWith } from '../../core/outcome/lesson.ts';
import { lessonOf } from '../../core/presentation/web/lesson.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Lesson } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { FAULTS, Fault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';
import { loadDesign, loadedIfWhole } from '../reading/loading.ts';

interface LessonParts {
  readonly store: SharedStore;
  readonly log: Log;
}

/** Newest designs of one place to compare; in a search, of all places. */
const COMPARED = 500;
const PAGE = 100;

/**
 * Lessons of earlier designs like this one (A14). They come from the same channel, or for a design without a thread
 * from others without one, so nobody reads words from places closed to them. Rehearsals neither give nor get lessons.
 * Leaves out the design it follows up on, which is in its context; designs replaced by a successor, a decided follow-up
 * or a superseding one; and dismissed lessons. Throws `Fault` when the store cannot be reached.
 */
export async function lessonsFor(
  {
    topic,
    thread,
    rehearsal,
    followUpOf,
  }: Pick<StartDesign, 'topic' | 'thread' | 'rehearsal' | 'followUpOf'>,
  store: Pick<SharedStore, 'list' | 'lessons' | 'events'>,
): Promise<Lesson[]> {
  if (rehearsal) return [];
  const place = thread === null ? {} : { platform: thread.platform, channel: thread.channel };
  const listed = await store.list({ ...place, limit: COMPARED });
  const here = inForce(listed).filter(
    (each) => (each.thread === null) === (thread === null) && each.id !== followUpOf,
  );
  return asRecorded(alike(topic, await standing(idsOf(here), store), COMPARED), BOUNDS.lessons, store);
}

/**
 * Stored lessons like this topic, best match first, from designs that the viewer may read, without replaced ones. Use
 * them only to find designs, whose events say what is shown (P11). Throws `Fault` when the store cannot be reached.
 */
export async function lessonsAlike(
  topic: string,
  most: number,
  store: Pick<SharedStore, 'list' | 'lessons'>,
  readable: Pick<DesignFilter, 'readable'>,
): Promise<Lesson[]> {
  return alike(topic, await standingFor(readable, store), most);
}

/**
 * Lessons that the viewer may read, from all places but no rehearsal: best match first or, without words, newest first.
 * Throws `Fault` when the store cannot be reached.
 */
export async function findLessons(
  words: string,
  most: number,
  store: Pick<SharedStore, 'list' | 'lessons' | 'events'>,
  readable: Pick<DesignFilter, 'readable'>,
): Promise<Lesson[]> {
  const found = await standingFor(readable, store);
  return asRecorded(words.trim() === '' ? found : lessonsWith(words, found, COMPARED), most, store);
}

/**
 * Lessons that the first run was shown, without those dismissed or deleted since. Empty if they cannot be read, which
 * is logged.
 */
export async function lessonsAgain(
  { lessons = [], rehearsal }: Pick<Design, 'lessons' | 'rehearsal'>,
  { store, log }: LessonParts,
): Promise<Lesson[]> {
  if (rehearsal || lessons.length === 0) return [];
  try {
    const kept = await standing(
      lessons.map(({ designId }) => designId),
      store,
    );
    return await asRecorded(kept, BOUNDS.lessons, store);
  } catch (error) {
    log.warn('lessons_unavailable', { error });
    return [];
  }
}

function idsOf(designs: readonly DesignSummary[]): DesignId[] {
  return designs.map(({ id }) => id);
}

/** True if an ended design has something to learn from; the lesson may not be stored yet. */
export function leavesLesson({ endedAt, status, rehearsal, setAside }: DesignSummary): boolean {
  return endedAt !== null && status !== 'cancelled' && !rehearsal && setAside === undefined;
}

/** Ended designs with a lesson that no later one has replaced, in the given order. */
function inForce(listed: readonly DesignSummary[]): DesignSummary[] {
  const ended = listed.filter(leavesLesson);
  const replaced = new Set(
    ended.flatMap((each) => [each.successorOf, each.decision === null ? null : each.followUpOf]),
  );
  return ended.filter(({ id }) => !replaced.has(id));
}

/** Lessons of these designs that are not dismissed, in the given order. */
async function standing(ids: readonly DesignId[], store: Pick<SharedStore, 'lessons'>): Promise<Lesson[]> {
  const found = new Map((await store.lessons(ids)).map((kept) => [kept.lesson.designId, kept]));
  return ids.flatMap((id) => {
    const kept = found.get(id);
    return kept === undefined || kept.dismissed !== null ? [] : [kept.lesson];
  });
}

/** Lessons of all designs in force that the viewer may read. */
async function standingFor(
  readable: Pick<DesignFilter, 'readable'>,
  store: Pick<SharedStore, 'list' | 'lessons'>,
): Promise<Lesson[]> {
  const listed = await store.list({ ...readable, limit: COMPARED });
  return standing(idsOf(inForce(listed)), store);
}

/**
 * At most `most` lessons, made from their designs' checked events (P11). Leaves out broken designs and superseded
 * decisions (J14).
 */
async function asRecorded(
  found: readonly Lesson[],
  most: number,
  store: Pick<SharedStore, 'events'>,
): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (const { designId } of found) {
    if (lessons.length >= most) break;
    const design = await loadedIfWhole(store, designId);
    if (design === null || supersededBy(design) !== null) continue;
    const lesson = lessonOf(design);
    if (lesson !== null) lessons.push(lesson);
  }
  return lessons;
}

/** Stores an ended design's lesson, once (A14). Logs a failure; `keepMissedLessons` makes up for it. */
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
 * Stores missing lessons of ended designs whose daemon died before storing them. Idempotent. Throws `Fault` when the
 * store cannot be reached; logs and skips unreadable designs.
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
