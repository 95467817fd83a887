import { confidence } from '../../core/figures.ts';
import type { GateView } from '../../core/thread/controls.ts';
import type { Result } from '../../core/thread/result.ts';
import { GATE_SUBJECT_WORDS, ROUND_WORDS, reasonsIn } from '../../core/words.ts';
import {
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  given,
  joined,
  type Line,
  line,
  lines,
  merged,
  moment,
  ours,
  type Section,
  SMALL_PRINT,
  section,
  verbatim,
} from './document.ts';
import { blockMarkdown, inlineMarkdown } from './markdown.ts';
import { TEXTS } from './texts.ts';

/** So much of each list, and of each item in it, is shown; the whole is in brief.md. */
const [MAX_ITEMS, ITEM_CHARACTERS] = [7, 400];
/** The most important parts are cut last. */
const WEIGHT = 4;
const BANNER_CHARACTERS = 300;
/** Of a hash: nobody finds another record that begins with the same. */
const HEAD_CHARACTERS = 32;

/** The end: the banner first, then the decision, then what it rests on, then the files. */
export function resultDocument(result: Result): Document {
  const { banner, decision, files, head, designId, controls } = result;
  const notification = [banner.mark, banner.headline, decision?.sentence ?? ''].filter((part) => part !== '');
  return document(
    notification.join(' '),
    (most) => [
      section(lines(...bannerLines(banner, Math.max(most, BANNER_CHARACTERS)))),
      ...decisionSections(result, most),
      ...(files.length === 0
        ? []
        : [section(lines(line`${TEXTS.whole}${files.join(' · ')}`, ...recordLine(head)))]),
    ],
    { clickable: clickable(designId, controls), files: files.map((name) => ({ name, text: null })) },
  );
}

/** What somebody who has the files compares them with: `verify --head`. */
function recordLine(head: string | null): Line[] {
  return head === null ? [] : [[ours(TEXTS.record(head.slice(0, HEAD_CHARACTERS)), SMALL_PRINT)]];
}

function bannerLines({ mark, headline, facts }: Result['banner'], most: number): Line[] {
  return [
    ...(mark === '' ? [] : [[bold(`${mark}.`)]]),
    [given(headline, most, { bold: true })],
    joined(
      facts.map((fact) => [given(fact, most)]),
      ' · ',
    ),
  ];
}

/** Why a person has to look, and at what; after the decision one line of it is left. */
export function gateDocument(gate: GateView, result: Result): Document {
  const { designId, banner } = result;
  if (!gate.isOpen) {
    const choice = gate.decision?.choice ?? 'overtaken';
    const by = gate.decision?.by ?? '';
    const words = TEXTS.gateClosed[choice](by === '' ? 'Somebody' : by);
    return document(words, (most) => [section(lines([given(words, most)]), ...note(gate, most))]);
  }
  const reasons = reasonsIn(gate.reasons, result.allDissent).join('; ');
  const until = moment(gate.until, gate.asOf);
  const heading =
    gate.broughtNothing === null
      ? TEXTS.gateHeading
      : TEXTS.emptyGateHeading(ROUND_WORDS[gate.broughtNothing].about);
  const sections = (most: number) => [
    section(
      lines(
        ...(banner.mark === '' ? [] : [[bold(`${banner.mark}.`)]]),
        line`${bold(heading)}${reasons}${TEXTS.undecidedAt}${until}${TEXTS.undecided}`,
      ),
    ),
    ...subjectSections(gate.about, most),
    ...decisionSections(result, most),
  ];
  return document(`${heading}${reasons}`, sections, {
    clickable: clickable(designId, gate.controls),
  });
}

/** What stands behind the reasons; dissents are under the decision. */
function subjectSections(
  { differences, settled, findings, citations, unsure }: GateView['about'],
  most: number,
): Section[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => inlineMarkdown(text, item);
  const argument = ({
    title,
    text,
    source,
  }: (typeof differences)[number]['positions'][number]['arguments'][number]) =>
    line` ${given(`${title}:`, item, { italic: true })} ${markdown(text)}${source === '' ? '' : given(` (${source})`, item)}`;
  return [
    ...differences.map(({ outcome, description, positions }) => {
      const heading = GATE_SUBJECT_WORDS[outcome === 'conceded' ? 'conceded' : 'unresolved'];
      const held = positions.map(({ text, arguments: said }) =>
        merged([inlineMarkdown(text, item, { bold: true }), ...said.map(argument)].flat()),
      );
      return section(lines(line`${bold(`${heading}: `)}${markdown(description)}`), bullets(held));
    }),
    ...listed(
      GATE_SUBJECT_WORDS.settled,
      settled.map(
        ({ description, text, by }) =>
          line`${markdown(description)} ${markdown(text)} ${given(`(${by})`, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.finding,
      findings.map(
        ({ text, leftOpen }) => line`${markdown(text)} ${given(leftOpen, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.citation,
      citations.map(
        ({ text, source }) => line`${markdown(text)} ${given(`(${source})`, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.unsure,
      unsure.map(({ title, confidence: sure }) => [given(`${title} (${confidence(sure)})`, item)]),
    ),
  ];
}

function note({ decision }: GateView, most: number): Block[] {
  return decision === null || decision.note === '' ? [] : quote(decision.note, most);
}

function decisionSections({ decision, because, costs, assumed, dissents }: Result, most: number): Section[] {
  if (decision === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => inlineMarkdown(text, item);
  const claim = ({ text, title, source }: Result['because'][number]) =>
    line`${markdown(text)} ${given(`(${title}${source === '' ? '' : `; ${source}`})`, item, { italic: true })}`;
  const noticed = ours(` ${TEXTS.noticed}`, { italic: true });
  return [
    section(
      lines(inlineMarkdown(decision.sentence, most * WEIGHT, { bold: true })),
      ...blockMarkdown(decision.paragraph, most * WEIGHT),
    ),
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, costs.map(claim)),
    ...listed(
      TEXTS.stepsHeading,
      decision.steps.map(({ title }) => markdown(title)),
    ),
    ...listed(
      TEXTS.risksHeading,
      decision.risks.map(({ risk, signal }) => line`${markdown(risk)}${noticed}${markdown(signal)}`),
    ),
    ...listed(
      TEXTS.assumedHeading,
      assumed.map(
        ({ question, assumption }) =>
          line`${inlineMarkdown(question, item, { italic: true })} ${markdown(assumption)}`,
      ),
    ),
    ...dissents.map(({ title, dissent }) =>
      section(lines([given(TEXTS.dissent(title), most, { bold: true })]), ...quote(dissent, most * WEIGHT)),
    ),
    ...listed(
      TEXTS.openHeading,
      decision.open.map(({ text }) => markdown(text)),
    ),
  ];
}

/** A list under its name; nothing where it is empty. */
function listed(heading: string, items: readonly Line[]): Section[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const rest = more === 0 ? [] : [[ours(TEXTS.more(more), { italic: true })]];
  return items.length === 0 ? [] : [section(lines([bold(heading)]), bullets([...shown, ...rest]))];
}

function quote(text: string, most: number): Block[] {
  const line = merged([verbatim(text, most)]);
  return line.length === 0 ? [] : [{ kind: 'quote', line }];
}
