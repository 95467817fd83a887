import type { Design } from '../design.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { isPause } from '../status.ts';
import type { Brief } from '../submission.ts';
import { appendix } from './appendix.ts';
import { adoptedMarkdown } from './claims.ts';
import { differenceMarkdown } from './differences.ts';
import { block, inline, quoted } from './markdown.ts';
import {
  bannerMarkdown,
  byLetter,
  findingsMarkdown,
  list,
  page,
  personName,
  section,
  titleOf,
} from './pieces.ts';

/**
 * `brief.md`: the banner, one page to decide on, appendices to check. Without a brief it says so and shows what was
 * reached.
 */
export function briefMarkdown(design: Design): string {
  const brief = design.brief?.brief ?? null;
  return page(
    bannerMarkdown(design),
    `# ${inline(brief?.title ?? design.topic)}`,
    brief === null ? '' : `Question: ${inline(design.topic)}`,
    ...(brief === null ? contributed(design) : decided(design, brief)),
    differences(design),
    section('## Dissents', ...dissents(design)),
    assumptions(design, brief),
    section('## Open questions', list((brief?.openQuestions ?? []).map(inline))),
    ...appendix(design),
  );
}

function decided(design: Design, brief: Brief): string[] {
  const composite = design.composites.at(-1)?.composite;
  return [
    section(decisionHeading(design), `**${inline(brief.decision)}**`, block(brief.paragraph)),
    section("## People's decisions", ...gates(design)),
    composite === undefined ? '' : section('## What it rests on', adoptedMarkdown(design, composite)),
    section('## Steps', ...brief.steps.map(step)),
    section('## What could go wrong, and how we would notice', risks(brief), audit(design)),
    section(
      '## What we decided not to do, and why',
      list(brief.notDoing.map(({ what, why }) => `**${inline(what)}** ${inline(why)}`)),
    ),
  ];
}

function decisionHeading(design: Design): string {
  switch (outcomeOf(design).status) {
    case 'completed':
      return '## The decision';
    case 'needs_review':
      return '## The decision, not yet confirmed';
    case 'cancelled':
    case 'failed':
    case 'unfinished':
      return '## A draft of a decision, never confirmed';
  }
}

/** The heading for what was reached without a brief. */
function contributed(design: Design): string[] {
  const composite = design.composites.at(-1)?.composite;
  return [
    section(
      '## There is no decision',
      'No brief was written. What follows is what was contributed until it stopped.',
    ),
    section("## People's decisions", ...gates(design)),
    composite === undefined
      ? ''
      : section(
          '## The composite so far, not a decision',
          `**${inline(composite.headline)}**`,
          block(composite.summary),
          section('Its steps:', list(composite.steps.map(inline))),
        ),
    section('## What could go wrong', audit(design)),
    section(
      '## Proposals so far',
      list(
        byLetter(design).map(
          ({ participant, proposal }) =>
            `**${titleOf(design, participant)}** ${inline(proposal.headline)} ([full text](proposals/${participant}.md))`,
        ),
      ),
    ),
    section(
      '## Answers so far',
      ...design.replies.map(({ author, text }) => `${personName(author)}:\n\n${quoted(text)}`),
    ),
  ];
}

function step(each: Brief['steps'][number], index: number): string {
  const undo = `To undo it: ${inline(each.undo)}`;
  return section(`### ${index + 1}. ${inline(each.title)}`, block(each.detail), undo);
}

function risks(brief: Brief): string {
  return list(brief.risks.map(({ risk, signal }) => `${inline(risk)} *We would notice:* ${inline(signal)}`));
}

function audit(design: Design): string {
  if (design.audit === null) return '';
  const { participant, audit: found } = design.audit;
  return section(
    `The audit by ${titleOf(design, participant)} found:`,
    findingsMarkdown(found),
    `Suppose it was done and it failed. Why: ${inline(found.premortem)}`,
  );
}

function gates(design: Design): string[] {
  return design.gates.flatMap((gate) => {
    const { decision } = gate;
    if (decision === null) return [];
    const goesOn = isPause(gate);
    const words = {
      accept: goesOn
        ? `${personName(decision.by)} let it go on when its thread could not be written to any more.`
        : `${personName(decision.by)} accepted it as it is.`,
      send_back: `${personName(decision.by)} sent it back once.`,
      stop: `${personName(decision.by)} stopped it.`,
      unanswered: 'Nobody decided in time.',
    }[decision.choice];
    return [words, ...(decision.note === '' ? [] : [quoted(decision.note)])];
  });
}

function differences(design: Design): string {
  const parts = design.divergences.map((divergence) =>
    section(
      `### ${divergence.id}, ${divergence.impact} impact: ${inline(divergence.description)}`,
      differenceMarkdown(design, divergence),
    ),
  );
  const note = 'How many held what is shown for you to judge; no majority decided anything.';
  return parts.length === 0 ? '' : section('## Where they differed', note, ...parts);
}

function dissents(design: Design): string[] {
  return outcomeOf(design).dissents.map(
    ({ participant, dissent }) => `${titleOf(design, participant)}, verbatim:\n\n${quoted(dissent)}`,
  );
}

function assumptions(design: Design, brief: Brief | null): string {
  const items = outcomeOf(design).assumptions.map(({ id, question, assumption }) => {
    const effect = brief?.ifAssumptionsFail.find((each) => each.question === id)?.effect;
    const wrong = effect === undefined ? '' : ` *If this is wrong:* ${inline(effect)}`;
    return `**${id}** ${inline(question)} *We assumed:* ${inline(assumption)}${wrong}`;
  });
  return section('## Assumptions', list(items));
}
