import { claimsOf, type LabelledClaim } from '../../core/proposals/labels.ts';
import { hasQuote, keepsQuote } from '../../core/proposals/quote.ts';
import type { LaterCitations } from '../../core/vocabulary/checked.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import type { PinnedRepository } from '../../ports/repository.ts';
import { type CitationParts, NOT_READ } from './check-citations.ts';

type Found = 'same' | 'changed' | 'unread';

/**
 * Looks quotations that stood at the design's commit up again at the repository's present one,
 * within the time of one tool call. `null`: it has not moved on, or nothing was cited.
 */
export async function recheckCitations(
  design: Design,
  { repository, bounds, clock, redact, log }: CitationParts,
  signal: AbortSignal,
): Promise<LaterCitations | null> {
  const cited = claimsOf(design).filter(({ check }) => check?.status === 'checked');
  if (design.repository === null || cited.length === 0) return null;
  const late = new AbortController();
  using _timer = clock.at(clock.now() + bounds.toolMs, () => late.abort());
  const bounded = AbortSignal.any([signal, late.signal]);
  const read = async <Read>(reading: Promise<Read>, otherwise: Read): Promise<Read> => {
    try {
      return await awaitUnlessAborted(reading, bounded);
    } catch (error) {
      if (!bounded.aborted) log.error('citation_check_failed', { error: String(error) });
      return otherwise;
    }
  };
  const latest = repository === null ? NOT_READ : await read(repository.latest(bounded), NOT_READ);
  if (latest.kind === 'not_here')
    return { commit: '', changed: [], unread: cited.map(({ id }) => id) };
  const { commit } = latest.repository.pinned;
  if (commit === design.repository.commit) return null;
  const found: Record<Found, string[]> = { same: [], changed: [], unread: [] };
  for (const claim of cited)
    found[await read(lookUp(claim, latest.repository, bounded, redact), 'unread')].push(claim.id);
  return { commit, changed: found.changed, unread: found.unread };
}

/** A quotation may have moved within its file. */
async function lookUp(
  { citation: { quote }, check }: LabelledClaim,
  latest: PinnedRepository,
  signal: AbortSignal,
  redact: CitationParts['redact'],
): Promise<Found> {
  const { path, from, to } = check ?? { path: '', from: 0, to: 0 };
  const there = await latest.readLines({ path, from, to }, signal);
  if (there.kind === 'not_here') return 'unread';
  if (there.kind === 'it' && hasQuote(redactIn(there.lines, redact), quote)) return 'same';
  const file = await latest.readText(path, signal);
  switch (file.kind) {
    case 'it':
      if (keepsQuote(redactIn(file.text, redact), quote)) return 'same';
      return file.isCut ? 'unread' : 'changed';
    case 'not_there':
      return 'changed';
    case 'not_here':
      return 'unread';
  }
}
