/**
 * The text that personas sign, byte for byte. It depends on the decision and on what was said before
 * it, never on later events. It names people and sources, and no persona, since facilitators read it.
 */

import { type Claim, claimsOf } from '#design/claims.ts';
import { nameOfAuthor } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import type { SubmissionOf } from '#design/submissions.ts';
import { exampleLine } from './example.ts';
import { endSentence } from './figures.ts';
import { blocks, bullets, code, Markdown, md, numbered, paragraphs, section } from './md.ts';
import { listNames } from './people.ts';

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
    plainList('What becomes harder', input.harder),
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
    plainList('Assumptions', input.assumptions),
    plainList('Left open', input.open),
    section('Look again', md`${input.lookAgain}`),
  ).text;
}

function plainList(heading: string, texts: readonly string[]): Markdown | null {
  return section(heading, bullets(texts.map((text) => md`${text}`)));
}

/** ` *(Ana; `ops/march.md:41`)*`: people and places behind claims (`A-1`) and replies (`R2`). */
function sourcesOf(design: Design, names: readonly string[]): Markdown | string {
  const sources = new Set(names.flatMap((name) => sourceOf(design, name)?.text ?? []));
  return sources.size === 0 ? '' : new Markdown(` *(${[...sources].join('; ')})*`);
}

/** A claim without a place has no source to show. */
function sourceOf(design: Design, name: string): Markdown | null {
  // The context that came with the topic; the topic itself is not one of its sources.
  const attached = listNames(design.context.map((item) => item.name));
  if (name === 'R0') return attached === '' ? null : md`${attached}`;
  const reply = design.replies.find(({ number }) => name === `R${number}`);
  if (reply !== undefined) return md`${nameOfAuthor(reply)}`;
  const place = claimNamed(design, name)?.place ?? '';
  return place === '' ? null : code(place);
}

export function claimNamed(design: Design, name: string): Claim | undefined {
  return claimsOf(design).find((claim) => claim.name === name);
}
