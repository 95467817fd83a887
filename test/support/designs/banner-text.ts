import type { Outcome } from '#core/outcome/outcome.ts';
import { bannerOf } from '#presentation/judged/banner.ts';

/** A banner as plain text: mark and headline on one line, the facts on the next. */
export function bannerText(outcome: Outcome): string {
  const { mark, headline, facts } = bannerOf(outcome);
  return `${mark === '' ? '' : `${mark}. `}${headline}\n${facts.join(' · ')}`;
}
