import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { Lesson } from '../../core/vocabulary/events.ts';
import { iso } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { findLessons, leavesLesson } from '../../runtime/lessons.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { SharedStore } from '../../runtime/ports/store.ts';
import { issuesIn, readBody } from './body.ts';
import { claimedPerson } from './person.ts';
import { Problem } from './problem.ts';
import { onlyReadable, readableDesign } from './readable.ts';
import { viaOf } from './via.ts';

const PAGE = 20;
const MAX_PER_PAGE = 100;

const Dismissing = z.strictObject({ author: claimedPerson });

/** Lessons of the earlier designs that somebody may read (A14): to look through, and to dismiss. */
export function lessonRoutes({
  store,
  clock,
}: {
  readonly store: Pick<SharedStore, 'events' | 'list' | 'summary' | 'lessons' | 'dismissLesson'>;
  readonly clock: Pick<Clock, 'now'>;
}): Hono {
  const routes = new Hono();

  routes.get('/lessons', async (context) => {
    const { words, limit } = lessonsQuery(context);
    const lessons = await findLessons(words, limit, store, await onlyReadable(context));
    return context.json({ lessons: lessons.map(shownLesson) });
  });

  routes.post('/lessons/:id/dismissal', async (context) => {
    const id = DesignId.safeParse(context.req.param('id'));
    const design = id.success ? await readableDesign(context, store, id.data) : null;
    if (design === null) throw noLesson();
    const { author } = await readBody(context, Dismissing);
    const by = nameOnRecord(author, viaOf(context));
    if (design.endedAt !== null && !leavesLesson(design))
      throw new Problem(
        'not_found',
        'This design has no lesson: one that is cancelled leaves none, nor does a rehearsal.',
      );
    if (!(await store.dismissLesson(design.id, { at: clock.now(), by }))) throw noLesson();
    return context.json({ designId: design.id, dismissed: true });
  });

  return routes;
}

function noLesson(): Problem {
  return new Problem('not_found', 'No design that has ended has this id. A lesson has the id of its design.');
}

/** A lesson as outsiders see it (HTTP API v1): times as ISO 8601. */
export function shownLesson(lesson: Lesson) {
  return { ...lesson, endedAt: iso(lesson.endedAt) };
}

const LessonsQuery = z.strictObject({
  words: z.string().max(BOUNDS.topicCharacters).default(''),
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(PAGE),
});

function lessonsQuery(context: Context) {
  const query = LessonsQuery.safeParse(context.req.query());
  if (query.success) return query.data;
  const message = `Allowed are words (${BOUNDS.topicCharacters} characters at most) and limit (1 to ${MAX_PER_PAGE}).`;
  throw new Problem('invalid', message, { issues: issuesIn(query.error, LessonsQuery) });
}
