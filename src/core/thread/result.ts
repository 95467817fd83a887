import type { Design } from '../design.ts';
import { bannerOf } from '../outcome/banner.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { participant } from '../participants.ts';
import { claimsOf } from '../proposal/labels.ts';
import type { Brief } from '../submission.ts';
import { controlsOf } from './controls.ts';

const READABLE_FILES = ['brief.md', 'adr.md', 'transcript.md', 'manifest.json'];

/** The end as a thread shows it: the banner by code, then the decision, if there is one, in the words of its brief. */
export type Result = ReturnType<typeof resultOf>;

export function resultOf(design: Design) {
  const outcome = outcomeOf(design);
  const brief: Pick<Brief, 'decision' | 'paragraph' | 'steps' | 'risks' | 'openQuestions'> | null =
    design.brief?.brief ?? null;
  return {
    designId: design.id,
    banner: bannerOf(outcome, 'thread'),
    brief,
    because: brief === null ? [] : adopted(design, 'reason'),
    costs: brief === null ? [] : adopted(design, 'cost'),
    assumed: outcome.assumptions,
    /** Verbatim. */
    dissents: outcome.dissents,
    /** Names of files in the design's bundle that are worth reading in the thread, once they are written. */
    files: READABLE_FILES.filter((name) => design.files.some((file) => file.name === name)),
    controls: controlsOf(design).filter(({ kind }) => kind === 'run_again'),
  };
}

/** Claims that the composite adopted, with the title of the participant who made them. */
function adopted(design: Design, kind: 'reason' | 'cost') {
  const accounts = design.composites.at(-1)?.composite.accounts ?? [];
  const ids = accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim);
  return claimsOf(design)
    .filter((claim) => claim.kind === kind && ids.includes(claim.id))
    .map(({ text, participant: id }) => ({ text, title: participant(design, id).title }));
}
