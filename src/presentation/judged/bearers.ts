import { type Bearer, bearersOf, listBorneSentences } from '../../core/decision/bearers.ts';
import type { Decided } from '../../core/decision/decided.ts';
import { LAPSES, type Lapse } from '../../core/decision/grounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { SentencePart } from '../../core/vocabulary/submission.ts';
import { ifAny, italic, join, type Line, line, untrustedMarkdown } from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import { convertToPlain } from '../format/plain-document.ts';
import type { BearerView, SentenceView } from '../schema/result.ts';
import { citationOf, drawSource } from './citations.ts';

type Source = Pick<Design, 'drawnOrder' | 'proposals' | 'repository'>;

/**
 * Sentences of a decision with what bears each. `lapses`: of its bearers, since it was written; a
 * signed text tells none.
 */
export function viewSentences(
  design: Source,
  { decision, quoted, unsupported }: Pick<Decided, 'decision' | 'quoted' | 'unsupported'>,
  lapses: ReadonlyMap<string, Lapse> = new Map(),
): SentenceView[] {
  return listBorneSentences(decision).flatMap(({ name, part, text, rests }) => {
    if (part === null) return [];
    const bearers = bearersOf(design, quoted, rests).map((bearer) =>
      showBearer(design, bearer, lapses),
    );
    return [{ part, text, bearers, isUnsupported: unsupported.includes(name) }];
  });
}

function showBearer(
  { repository }: Source,
  bearer: Bearer,
  lapses: ReadonlyMap<string, Lapse>,
): BearerView {
  switch (bearer.kind) {
    case 'person':
      return {
        kind: 'person',
        name: bearer.author,
        source: null,
        lapse: lapses.get(bearer.name) ?? null,
      };
    case 'question':
      return { kind: 'question', name: '', source: null, lapse: null };
    case 'claim': {
      const { claim } = bearer;
      const source = citationOf(claim, repository);
      return { kind: 'claim', name: '', source, lapse: lapses.get(claim.id) ?? null };
    }
  }
}

/** The sentences of one part as a paragraph, each with what bears it; empty without any. */
export function drawSentences(sentences: readonly SentenceView[], part: SentencePart): Line {
  return join(sentences.filter((each) => each.part === part).map(drawSentence), ' ');
}

export function drawSentence(sentence: SentenceView): Line {
  return line`${untrustedMarkdown(sentence.text)}${drawBearers(sentence)}`;
}

export const UNSUPPORTED = '(unsupported)';
const REFUTED = italic('(the audit refuted it)');
const TAKEN_BACK = italic('(taken back since)');
const LAPSED_WORDS: Record<Lapse, string> = {
  refuted: 'refuted by the audit',
  taken_back: 'who took it back',
};
/** Most bearers named behind a sentence; the record has all. */
const MOST_NAMED = 3;

/**
 * *(Ana, who took it back; `src/queue.ts:12`)*, or *(unsupported)*; what holds no more comes first,
 * so that it is not among the others.
 */
function drawBearers({ bearers, isUnsupported }: SentenceView): Line {
  const drawAll = (lapse: Lapse | null) => {
    const those = bearers.filter((each) => each.lapse === lapse);
    const claims = those.filter(({ kind }) => kind === 'claim');
    const words = [
      ...those.flatMap(({ kind, name }) => (kind === 'person' ? [drawPerson(name)] : [])),
      ...claims.flatMap(({ source }) => (source === null ? [] : [drawSource(source)])),
      ...(those.some(({ kind }) => kind === 'question') ? [line`the question`] : []),
      ...claims.flatMap(({ source }) =>
        source === null ? [line`a claim, ${drawSource(source)}`] : [],
      ),
    ];
    return lapse === null ? words : words.map((each) => line`${each}, ${LAPSED_WORDS[lapse]}`);
  };
  const lapsed = LAPSES.flatMap(drawAll);
  if (isUnsupported) {
    const why = ifAny`: ${join(listOnce(lapsed), '; ')}`;
    return line` ${why.length === 0 ? italic(UNSUPPORTED) : italic(line`(unsupported${why})`)}`;
  }
  const each = listOnce([...lapsed, ...drawAll(null)]);
  const more = each.length - MOST_NAMED;
  const named = more > 0 ? [...each.slice(0, MOST_NAMED), line`${String(more)} more`] : each;
  return ifAny` ${italic(ifAny`(${join(named, '; ')})`)}`;
}

function listOnce(all: readonly Line[]): Line[] {
  return [...new Map(all.map((words) => [convertToPlain(words), words])).values()];
}

/** Follows a reason. */
export function drawLapse(lapse: Lapse | null): Line {
  if (lapse === null) return [];
  return line` ${lapse === 'refuted' ? REFUTED : TAKEN_BACK}`;
}
