/**
 * The text that personas sign, byte for byte. It depends on the decision and on what was said before
 * it, never on later events. It names people and sources, and no persona, since facilitators read it.
 */

import type { Design } from '#design/state.ts';
import type { SubmissionOf } from '#design/submissions.ts';
import { exampleLine } from './example.ts';
import { endSentence } from './figures.ts';
import {
  blocks,
  bullets,
  code,
  join,
  type Markdown,
  md,
  numbered,
  paragraphs,
  section,
} from './md.ts';
import { nameOf, nameOfAuthor } from './people.ts';

type Decision = SubmissionOf<'submit_decision'>;

/** Without a newline at its end. */
export function renderDecisionText(input: Decision, design: Design): string {
  const { sentence, context, why, rejected, steps, risks } = input;
  return blocks(
    exampleLine(design),
    md`**${sentence}**`,
    paragraphs(context),
    section('Why', bullets(why.map(({ text, rests }) => md`${text}${sourcesOf(design, rests)}`))),
    section(
      'Rejected',
      bullets(
        rejected.map(
          ({ way, reason, outweighed }) =>
            md`**${endSentence(way)}** ${endSentence(reason)} *Outweighed by:* ${outweighed}`,
        ),
      ),
    ),
    section('What becomes harder', bullets(input.harder.map((each) => md`${each}`))),
    section(
      'Steps',
      numbered(
        steps.map(({ text, undo, rests }) => {
          const back = undo === '' ? md`*This cannot be undone.*` : md`*Undo:* ${undo}`;
          return md`${text} ${back}${sourcesOf(design, rests)}`;
        }),
      ),
    ),
    section('Risks', bullets(risks.map(({ risk, sign }) => md`${risk} *Its sign:* ${sign}`))),
    section('Assumptions', bullets(input.assumptions.map((each) => md`${each}`))),
    section('Left open', bullets(input.open.map((each) => md`${each}`))),
    section('Look again', md`${input.lookAgain}`),
  ).text;
}

/** ` *(Ana; `ops/march.md:41`)*`: people and places behind claims (`A-1`) and replies (`R2`). */
function sourcesOf(design: Design, names: readonly string[]): Markdown | string {
  const sources = new Map(
    names.flatMap((name) => {
      const source = sourceOf(design, name);
      return source === null ? [] : [[source.text, source] as const];
    }),
  );
  return sources.size === 0 ? '' : md` *(${join([...sources.values()], '; ')})*`;
}

/** A claim without a place has no source to show. */
function sourceOf(design: Design, name: string): Markdown | null {
  if (name === 'R0') return attached(design);
  const number = /^R(\d+)$/.exec(name)?.[1];
  const reply = design.replies.find((each) => String(each.number) === number);
  if (reply !== undefined) return md`${nameOfAuthor(reply)}`;
  const place = claimNamed(design, name)?.place ?? '';
  return place === '' ? null : code(place);
}

/** What came with the topic; the topic itself is no source of it. */
function attached({ context, startedBy }: Design): Markdown | null {
  const [first, ...others] = context;
  if (first === undefined) return null;
  return others.length === 0 ? md`${first.name}` : md`what ${nameOf(startedBy)} attached`;
}

export function claimNamed(design: Design, name: string) {
  const [letter, number] = name.split('-');
  const proposal = design.proposals.find((each) => each.letter === letter);
  return proposal?.proposal.claims[Number(number) - 1];
}
