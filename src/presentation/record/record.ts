/** `record.md`: how a decision came about, in full. */

import type { Design } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import { drawDecidedText, drawLapsed } from '../decision/decision-document.ts';
import {
  bold,
  codeSpan,
  italic,
  join,
  type Line,
  line,
  lines,
  list,
  part,
  type Section,
  section,
  title,
  under,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { drawPerson } from '../format/people.ts';
import { sayDecisionStatus } from '../judged/afterwards.ts';
import { drawBanner } from '../judged/caveats.ts';
import { drawClaims, drawFactsNotUsed, drawLoneClaims, drawRecordLink } from '../judged/claims.ts';
import { drawFollowedUp } from '../judged/earlier.ts';
import { drawTitle, drawTitles, listPersonRows } from '../judged/people.ts';
import { drawSaid, PEOPLE_SAID } from '../judged/said.ts';
import { drawSignatures } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { drawDifferencesInFull } from '../talk/differences.ts';
import { drawQuestionFrame } from '../talk/frame.ts';
import { drawProposal } from '../talk/proposals.ts';
import { drawQuestionsInFull } from '../talk/questions.ts';
import { viewOf } from '../view/view.ts';
import { sayCostOf, sayMissing } from '../words/cost.ts';
import { drawPeoplesDecisions } from '../words/gate-words.ts';
import { drawAudit } from './audit.ts';

export function writeRecordMarkdown(design: Design): string {
  return writeMarkdownFile(recordPaper(design));
}

/** Everything the brief leaves out, in full. Links by id point here. */
function recordPaper(design: Design): Section[] {
  const view = viewOf(design);
  const { basis } = view;
  // The text of a design that was broken off, which has no `decision.md`.
  const draft = basis?.isInForce === false ? drawDecidedText(design) : [];
  return [
    drawBanner(view, draft.length > 0),
    [title(1, line`Record: ${untrustedMarkdown(design.topic)}`)],
    drawFollowedUp(view),
    earlierIn(view),
    part(2, 'The question', drawQuestionFrame(view)),
    part(
      2,
      'How the decision came about',
      textsIn(view),
      drawPeoplesDecisions(view, sayDecisionStatus(design, null)),
      part(3, 'The choice', choiceIn(view)),
      part(3, 'Sources by part', groundsIn(view)),
    ),
    part(2, 'A draft that never came into force', draft),
    part(2, 'Questions and answers', drawQuestionsInFull(view)),
    part(2, PEOPLE_SAID, drawSaid(view)),
    part(2, 'The claims', drawClaims(view)),
    part(
      2,
      'Where they agreed',
      list(view.agreements.map(({ statement }) => untrustedMarkdown(statement))),
    ),
    part(2, 'Facts that the decision does not use', drawFactsNotUsed(view)),
    part(2, 'Found by one persona only, and would change the answer', drawLoneClaims(view.lone)),
    part(2, 'Where they differed', drawDifferencesInFull(view)),
    part(2, 'The audit', drawAudit(view)),
    part(2, 'Signatures and dissents', drawSignatures(view)),
    part(
      2,
      'The proposals',
      view.proposals.map((proposal) => drawProposal(view, proposal)),
    ),
    part(
      2,
      'Gaps that code filled',
      list(
        view.completed.map(
          ({ persona, what }) => line`${drawTitle(view, persona)}: ${untrustedMarkdown(what)}`,
        ),
      ),
    ),
    part(2, 'Who took part', participationIn(view)),
    part(2, 'Cost and time', costAndTimeIn(view)),
  ];
}

function textsIn(view: DesignView): Section {
  const { basis, texts } = view;
  if (basis === null) return [lines('Nobody has drafted a decision.')];
  return list(
    texts.map(({ persona, sentence }, index) => {
      const how = index === 0 ? 'drafted it' : 'revised it';
      const isSame = texts[index - 1]?.sentence === sentence;
      const words = isSame ? '.' : line`: ${untrustedMarkdown(sentence)}`;
      return line`${drawTitle(view, persona)} ${how}${words}`;
    }),
  );
}

/** The base, what changed in it, and what was said for and against each proposal. */
function choiceIn(view: DesignView): Section {
  const { basis } = view;
  if (basis === null) return [];
  const pieced = basis.isPiecedTogether ? ' Most of its claims come from other proposals.' : '';
  return section(
    lines(line`It is based on the proposal of ${drawTitles(view, basis.base)}.${pieced}`),
    under(
      lines('Taken from the others:'),
      list(
        basis.taken.map(
          ({ claim, why }) => line`${untrustedMarkdown(why)} (${drawRecordLink(claim)})`,
        ),
      ),
    ),
    under(
      lines('What was weighed:'),
      list(
        basis.weighed.map(
          ({ heldBy, best, against }) =>
            line`${drawTitles(view, heldBy)}: ${untrustedMarkdown(best)} ${italic(line`Against it:`)} ${untrustedMarkdown(against)}`,
        ),
      ),
    ),
    drawLapsed(view),
  );
}

/**
 * The claims behind the decision and each step; the decision's own file has no room for most of
 * them.
 */
function groundsIn({ text, basis }: DesignView): Section {
  if (text === null) return [];
  const { rests, steps, sentences } = text.decision;
  const parts = [
    { name: line`The decision`, rests },
    ...sentences.map((each) => ({
      name: line`“${untrustedMarkdown(each.text)}”`,
      rests: each.rests,
    })),
    ...steps.map((step, at) => {
      return {
        name: line`Step ${String(at + 1)}, ${untrustedMarkdown(step.title)}`,
        rests: step.rests,
      };
    }),
  ];
  const ground = (id: string): Line => {
    const quotation = basis?.quoted.find(({ name }) => name === id);
    return quotation === undefined
      ? drawRecordLink(id)
      : line`${drawPerson(quotation.author)}: “${untrusted(quotation.text)}”`;
  };
  return list(
    parts.flatMap((each) =>
      each.rests.length === 0 ? [] : [line`${each.name} (${join(each.rests.map(ground), ', ')})`],
    ),
  );
}

function earlierIn({ earlier }: DesignView): Section {
  return under(
    lines('Earlier decisions on this question, shown to people and to the Archaeologist:'),
    list(
      earlier.map(
        ({ designId, topic, words }) =>
          line`${codeSpan(designId)} ${italic(untrustedMarkdown(topic))} ${untrustedMarkdown(words)}`,
      ),
    ),
  );
}

/** Released personas are listed with the question and count nowhere. */
function participationIn(view: DesignView): Section {
  const released = (view.frame?.released ?? []).map(({ persona }) => persona);
  return list(
    listPersonRows(view)
      .filter(({ id }) => !released.includes(id))
      .map(({ name, facts }) => line`${bold(name)} ${facts}`),
  );
}

function costAndTimeIn({
  cost,
  took,
  startedAt,
  endedAt,
  startedBy,
  repository,
}: DesignView): Section {
  return list(
    compact(
      line`${sayCostOf({ cost })}, ${countOf(cost.tokens, 'token')}`,
      line`Started ${minuteOf(startedAt)} by ${drawPerson(startedBy)}`,
      endedAt !== null && line`${took}, until ${minuteOf(endedAt)}`,
      repository !== null &&
        line`Repository ${untrusted(repository.name)} at ${codeSpan(repository.commit)}${sayMissing(repository)}`,
    ),
  );
}

/** UTC, to the second. */
function minuteOf(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}
