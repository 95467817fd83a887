import { estimateToComeMs } from '../../core/policy/time-left.ts';
import { openQuestions } from '../../core/questions/replies/questions.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { formatDuration, formatLongDuration } from '../../core/vocabulary/figures.ts';
import { isOver } from '../../core/vocabulary/status.ts';
import { compact } from '../../foundation/compact.ts';
import { sayTime } from '../format/time.ts';
import { waitOf } from './waiting.ts';

/** A rehearsal takes less. */
const MIN_SHOWN_MS = 1_000;

/** *People may answer until 1 Dec 2026, 10:10 UTC, and the rest …* Empty after the end. */
export function sayForecast(design: Design): string {
  if (design.end !== null) return '';
  if (isOver(design)) return 'Only its files are still to be written.';
  return compact(sayFirst(design), sayRounds(design), sayPeopleLater(design)).join(' ');
}

/** What the next round waits for. */
function sayFirst(design: Design): string | null {
  const { kind, until = null } = waitOf(design) ?? {};
  if (kind === 'slot') return 'Other designs have to end first.';
  if (kind === 'model') return 'The model has to answer again first.';
  if (until === null || (kind !== 'decision' && openQuestions(design).length === 0)) return null;
  const act = kind === 'decision' ? 'decide' : 'answer';
  return `People may ${act} until ${sayTime(Date.parse(until), true)} UTC.`;
}

function sayRounds(design: Design): string {
  const ms = estimateToComeMs(design);
  if (ms === null) return 'How long the rest takes is not known yet.';
  const what = design.step === 'deciding' ? 'A revision' : 'The rest';
  return `${what} usually takes about ${formatDuration(Math.max(MIN_SHOWN_MS, ms))}.`;
}

/** Questions may still come. */
function sayPeopleLater({ step, settings }: Design): string {
  const isBefore = ['spawning', 'framing', 'asking'].includes(step) && settings.questions === 'ask';
  return isBefore && settings.answerMs > 0
    ? `If people are asked anything, they have ${formatLongDuration(settings.answerMs)} to answer.`
    : '';
}
