import type { Design } from '../../core/vocabulary/design.ts';
import {
  bold,
  ifAny,
  italic,
  join,
  type Line,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  title,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { listSentences } from '../judged/bearers.ts';
import { bannerIn } from '../judged/caveats.ts';
import { drawFollowedUp } from '../judged/earlier.ts';
import { titlesIn } from '../judged/people.ts';
import { dissentsIn } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { drawAnswer, drawAssumed, drawSettledWord, drawWordTaken } from '../talk/questions.ts';
import { viewOf } from '../view/view.ts';
import { belowDecisionIn, drawDecidedText, titleOfDecision } from './decision-document.ts';

/**
 * `adr.md`: the current decision as an architecture decision record with the headings of MADR 4. Metadata are a list instead of
 * front matter, because the banner comes first in every file. `null` without a decision.
 */
export function writeAdr(design: Design): string | null {
  const view = viewOf(design);
  const { text, ending, deciders } = view;
  if (text === null || (ending !== 'completed' && ending !== 'needs_review')) return null;
  const harder = listSentences(text.sentences, 'harder');
  const costs = text.costs.map(
    (cost) => line`${untrustedMarkdown(cost.text)} ${italic(line`(${costSource(cost)})`)}`,
  );
  const makers = deciders.map(({ name, did }) => line`${untrusted(name)} (${did.join(', ')})`);
  return writeMarkdownFile(
    bannerIn(view, true),
    title(1, [untrusted(titleOfDecision(view))]),
    list([
      line`Status: ${untrusted(view.standing)}`,
      line`Date: ${view.decidedAt.slice(0, 10)}`,
      line`Decision-makers: ${makers.length === 0 ? `nobody${view.rehearsal ? '' : ' yet'}` : join(makers, '; ')}`,
      line`Consulted: ${drawConsulted(view)}`,
      line`Signed by: ${signersIn(view)}`,
    ]),
    part(2, 'Context and Problem Statement', untrustedMarkdownBlock(view.topic), answersIn(view)),
    part(2, 'Considered Options', optionsIn(view)),
    part(
      2,
      'Decision Outcome',
      drawDecidedText(design),
      belowDecisionIn(view),
      part(3, 'Consequences', list([...harder, ...costs])),
    ),
    part(
      2,
      'More Information',
      drawFollowedUp(view),
      dissentsIn(view),
      lines(
        line`How it came about: ${reference('record.md', 'record.md')} and ${reference('transcript.md', 'transcript.md')}.`,
      ),
    ),
  );
}

function costSource({ by, source }: { readonly by: string; readonly source: string }): Line {
  return [untrusted(source === '' ? by : `${by}; ${source}`)];
}

/** People who said something, and personas that took a turn. */
function drawConsulted(view: DesignView): Line {
  const said = view.replies.filter(({ isToBot }) => !isToBot);
  const people = [...new Set(said.map(({ author }) => author))].map((by) => [untrusted(by)]);
  const personas = view.personas.filter(({ role, turns }) => role === 'persona' && turns > 0);
  const kind = view.rehearsal ? 'personas played without a model' : 'AI personas';
  const titles = titlesIn(
    view,
    personas.map(({ id }) => id),
  );
  return join([...people, titles.length === 0 ? [] : line`${kind} (${titles})`], '; ');
}

function signersIn(view: DesignView): Line {
  const { signatures } = view;
  const titlesOf = (kind: (typeof signatures)[number]['verdict']) => {
    const its = signatures.filter(({ verdict }) => verdict === kind);
    return titlesIn(
      view,
      its.map(({ persona }) => persona),
    );
  };
  const signs = titlesOf('signs');
  const reserved = titlesOf('with_reservation');
  const dissents = titlesOf('dissents');
  const parts = [
    signs.length === 0 && reserved.length === 0 ? line`nobody` : signs,
    ifAny`with a reservation by ${reserved}`,
    ifAny`dissent by ${dissents}`,
  ];
  return join(parts, '; ');
}

/** People's answers by name, and assumptions where no one answered. */
function answersIn({ questions }: DesignView): Section {
  return list(
    questions.flatMap((question) => {
      const { text, answers, assumption } = question;
      if (answers.length === 0 && assumption === undefined) return [];
      const answerLines = answers.map(
        ({ author, quote, isCode }) =>
          line`${bold(untrusted(`${author}${isCode ? ', in code' : ''}:`))} ${untrustedMarkdown(drawAnswer(quote))}`,
      );
      const assumed = assumption === undefined ? [] : line` ${drawAssumed(question)}`;
      const later = assumed.length > 0 && answerLines.length > 0 ? ' · answered later by' : '';
      const then = ifAny` ${join(answerLines, ' ')}`;
      return [
        line`${untrustedMarkdown(text)}${assumed}${later}${then}${drawWordTaken(question)}${drawSettledWord(question)}`,
      ];
    }),
  );
}

/** The headlines of all proposals. */
export function optionsIn({ proposals }: DesignView): Section {
  return list(proposals.map(({ headline }) => untrustedMarkdown(headline)));
}
