import { citedPlacesOf, namePlace } from '../core/follow-up/cited-places.ts';
import { findNewlyDue, isReviewable, type NewlyDue, reviewsOf } from '../core/follow-up/review.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';
import { utcDayOf } from '../core/vocabulary/figures.ts';
import { sha256Of } from '../foundation/digest.ts';
import { BusyError } from '../foundation/fault.ts';
import { REDACTED } from '../foundation/redaction.ts';
import type { LinesRead, PinnedRepository } from '../ports/repository.ts';
import { linesIn, traceLines } from '../record/decisions/lines-now.ts';
import { listDesigns } from '../record/listed-designs.ts';
import { loadIfWhole } from '../record/loading.ts';
import type { Engine } from './engine.ts';

/** Repositories that designs may read now. */
interface Known {
  pin(name: string): Promise<Pinned | null>;
  at(name: string, commit: string): Promise<PinnedRepository | null>;
}

/**
 * Daily work: calls for a review of each accepted decision whose reminder has come or whose cited lines have changed. The
 * design itself drops what it announced before, so a repeated call adds nothing. Logs a design or repository that cannot be read.
 */
export async function callForReviews(
  engine: Pick<Engine, 'command' | 'parts'>,
  repositories: Known,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, log } = engine.parts;
  const openings = new Map<string, Promise<PinnedRepository | null>>();
  const open = (name: string, commit?: string): Promise<PinnedRepository | null> => {
    const key = `${name} ${commit ?? ''}`;
    const opening =
      openings.get(key) ??
      openAt(repositories, name, commit).catch((error) => {
        log.warn('repository_not_pinned', { name, error });
        return null;
      });
    openings.set(key, opening);
    return opening;
  };
  for await (const { id, standing } of listDesigns(store, { isDecided: true })) {
    if (signal.aborted) return;
    const design = standing === 'accepted' ? await loadIfWhole(store, id) : null;
    if (design === null || !isReviewable(design)) continue;
    const { repository } = design;
    const at = repository === null ? null : await open(repository.name);
    const before = async () => (repository === null ? null : open(repository.name, repository.commit));
    const lines = at === null ? [] : await findChangedLines(design, { at, before }, signal);
    const now = clock.now();
    const due = findNewlyDue(design, lines, now);
    if (due.days.length + due.lines.length === 0) continue;
    const call = { type: 'call_for_review', lines, commit: at?.pinned.commit ?? '' } as const;
    const { stored, answered } = engine.command(id, call, `review ${id} ${utcDayOf(now)}`);
    // Stored, it is carried out in any case; otherwise the next day's run makes up for it.
    answered.catch((error) => {
      if (!(error instanceof BusyError)) log.error('scheduled_work_failed', { name: 'reviews', error });
    });
    await stored;
  }
}

/** At its newest commit, unless one is named. */
async function openAt(repositories: Known, name: string, commit?: string): Promise<PinnedRepository | null> {
  const commitToOpen = commit ?? (await repositories.pin(name))?.commit;
  return commitToOpen === undefined ? null : repositories.at(name, commitToOpen);
}

/**
 * Cited lines that are nowhere in their file at this commit, and nor is what stood in their place when that was announced.
 * Lines that cannot be compared count as unchanged.
 */
async function findChangedLines(
  design: Design,
  { at, before }: { readonly at: PinnedRepository; before(): Promise<PinnedRepository | null> },
  signal: AbortSignal,
): Promise<NewlyDue['lines']> {
  if (design.repository?.commit === at.pinned.commit) return [];
  const announcedLines = reviewsOf(design).flatMap(({ lines }) => lines);
  const changedLines: NewlyDue['lines'] = [];
  for (const { text, ...lines } of citedPlacesOf(design)) {
    const place = namePlace(lines);
    const citedText = text ?? textOf(await (await before())?.readLines(lines, signal));
    const there = await at.readLines(lines, signal);
    if (citedText === null || citedText.includes(REDACTED) || there.kind === 'unreadable') continue;
    const now = textOf(there);
    const knownHashes = [
      hashOf(citedText),
      ...announcedLines.flatMap((each) => (each.place === place ? [each.sha256] : [])),
    ];
    const sha256 = hashOf(now);
    if (knownHashes.includes(sha256)) continue;
    const whole = await at.readText(lines.path, signal);
    const isFurtherDown = now !== null && linesIn(whole ?? '').length < lines.to;
    const isThere = knownHashes.some((hash) => traceLines({ ...lines, sha256: hash }, whole).is !== 'gone');
    if (!isFurtherDown && !isThere) changedLines.push({ place, sha256 });
  }
  return changedLines;
}

function textOf(read: LinesRead | undefined): string | null {
  return read?.kind === 'lines' && !read.isCut ? read.lines.join('\n') : null;
}

/** Empty for no lines. */
function hashOf(text: string | null): string {
  return text === null ? '' : sha256Of(linesIn(text).join('\n'));
}
