import type { Design } from '../design.ts';
import type { DesignId } from '../ids.ts';
import { type Banner, bannerOf } from '../outcome/banner.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { participant } from '../participants.ts';
import { claimsOf } from '../proposal/labels.ts';
import type { Brief } from '../submission.ts';
import { type Control, controlsOf } from './controls.ts';

/** The end as a thread shows it: the banner by code, then the decision, if there is one, in the words of its brief. */
export interface Result {
  readonly designId: DesignId;
  readonly banner: Banner;
  readonly brief: Pick<Brief, 'decision' | 'paragraph' | 'steps' | 'risks' | 'openQuestions'> | null;
  /** Claims that the composite adopted, with the title of whoever made them. */
  readonly because: readonly { readonly text: string; readonly title: string }[];
  readonly costs: readonly { readonly text: string; readonly title: string }[];
  readonly assumed: readonly { readonly question: string; readonly assumption: string }[];
  /** Verbatim. */
  readonly dissents: readonly { readonly title: string; readonly dissent: string }[];
  /** Names of files in the design's bundle that are worth reading in the thread, once they are written. */
  readonly files: readonly string[];
  readonly controls: readonly Control[];
}

const READABLE_FILES = ['brief.md', 'adr.md', 'transcript.md', 'manifest.json'];

export function resultOf(design: Design): Result {
  const outcome = outcomeOf(design);
  const brief = design.brief?.brief ?? null;
  return {
    designId: design.id,
    banner: bannerOf(outcome, 'thread'),
    brief,
    because: brief === null ? [] : adopted(design, 'reason'),
    costs: brief === null ? [] : adopted(design, 'cost'),
    assumed: outcome.assumptions,
    dissents: outcome.dissents,
    files: READABLE_FILES.filter((name) => design.files.some((file) => file.name === name)),
    controls: controlsOf(design).filter(({ kind }) => kind === 'run_again'),
  };
}

function adopted(design: Design, kind: 'reason' | 'cost'): Result['because'] {
  const accounts = design.composites.at(-1)?.composite.accounts ?? [];
  const ids = accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim);
  return claimsOf(design)
    .filter((claim) => claim.kind === kind && ids.includes(claim.id))
    .map(({ text, participant: id }) => ({ text, title: participant(design, id).title }));
}
