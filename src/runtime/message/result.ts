import type { GateView } from '../../core/thread/controls.ts';
import type { Result } from '../../core/thread/result.ts';
import { REASON_WORDS } from '../../core/words.ts';
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

/** The end: the banner first, then the decision, then what it rests on, then the files. */
export function resultDocument(result: Result): Document {
  const { banner, brief, files, designId, controls } = result;
  const notification = [banner.mark, banner.headline, brief?.decision ?? ''].filter((part) => part !== '');
  return document(
    notification.join(' '),
    (most) => [
      section(lines(...bannerLines(banner, Math.max(most, BANNER_CHARACTERS)))),
      ...decisionSections(result, most),
      ...(files.length === 0 ? [] : [section(lines(line`${TEXTS.whole}${files.join(' · ')}`))]),
    ],
    { clickable: clickable(designId, controls), files: files.map((name) => ({ name, text: null })) },
  );
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
  const reasons = gate.reasons.map((reason) => REASON_WORDS[reason]).join('; ');
  const until = moment(gate.until, gate.asOf);
  const sections = (most: number) => [
    section(
      lines(
        ...(banner.mark === '' ? [] : [[bold(`${banner.mark}.`)]]),
        line`${bold(TEXTS.gateHeading)}${reasons}${TEXTS.undecidedAt}${until}${TEXTS.undecided}`,
      ),
    ),
    ...decisionSections(result, most),
  ];
  return document(`${TEXTS.gateHeading}${reasons}`, sections, {
    clickable: clickable(designId, gate.controls),
  });
}

function note({ decision }: GateView, most: number): Block[] {
  return decision === null || decision.note === '' ? [] : quote(decision.note, most);
}

function decisionSections({ brief, because, costs, assumed, dissents }: Result, most: number): Section[] {
  if (brief === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => inlineMarkdown(text, item);
  const claim = ({ text, title }: Result['because'][number]) =>
    line`${markdown(text)} ${given(`(${title})`, item, { italic: true })}`;
  const noticed = ours(` ${TEXTS.noticed}`, { italic: true });
  return [
    section(
      lines(inlineMarkdown(brief.decision, most * WEIGHT, { bold: true })),
      ...blockMarkdown(brief.paragraph, most * WEIGHT),
    ),
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, costs.map(claim)),
    ...listed(
      TEXTS.stepsHeading,
      brief.steps.map(({ title }) => markdown(title)),
    ),
    ...listed(
      TEXTS.risksHeading,
      brief.risks.map(({ risk, signal }) => line`${markdown(risk)}${noticed}${markdown(signal)}`),
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
    ...listed(TEXTS.openHeading, brief.openQuestions.map(markdown)),
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
