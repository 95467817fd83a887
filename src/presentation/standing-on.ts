import { countOf } from '../core/vocabulary/figures.ts';
import { compact } from '../foundation/compact.ts';
import {
  bold,
  codeSpan,
  type Document,
  document,
  documentOfWords,
  join,
  type Line,
  line,
  lines,
  list,
  section,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import type { StandingAnswer } from './schema/standing.ts';
import { drawDissentInFull } from './signatures.ts';

type Each = StandingAnswer['decisions'][number];

const CHALLENGE =
  'Each is challengeable by evidence: if what you find contradicts one, show it to the person, and start_design with followUp and the evidence in the topic.';

/** Accepted decisions on some files, for whoever is about to change them. */
export function drawStanding({ decisions, hasMore, searched, isWhole }: StandingAnswer): Document {
  const newest = countOf(searched, 'accepted decision');
  const among = isWhole
    ? `Looked at all: ${newest}.`
    : `Only the newest were looked at: ${newest}. Older ones were not.`;
  if (decisions.length === 0) return documentOfWords(`${among} None cites these files.`);
  const more = hasMore ? ' Older ones cite these files as well and are left out: name fewer files.' : '';
  const each = ({ id, sentence, decidedAt, ...why }: Each) =>
    section(
      lines(line`${bold(untrustedMarkdown(sentence))} (${codeSpan(id)}, ${decidedAt.slice(0, 10)})`),
      list(why.reasons.map((reason) => line`Because: ${untrustedMarkdown(reason)}`)),
      ...why.dissents.map(({ by, text }) => drawDissentInFull(by, text)),
      lines(line`It stands on ${placesOf(why)}.`),
    );
  return document(countOf(decisions.length, 'decision'), () =>
    compact(...decisions.map(each), section(lines(`${CHALLENGE} ${among}${more}`))),
  );
}

function placesOf({ cited, repository, commit }: Pick<Each, 'cited' | 'repository' | 'commit'>): Line {
  const places = join(
    cited.map((place) => [codeSpan(place)]),
    ', ',
  );
  return line`${places} of ${untrusted(repository)} at ${commit.slice(0, 12)}`;
}
