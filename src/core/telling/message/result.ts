import { shortId, verifyCommand } from '../../vocabulary/figures.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  type Folded,
  firstWords,
  given,
  heading,
  joined,
  type Line,
  line,
  lines,
  merged,
  ours,
  prose,
  proseBlock,
  type Section,
  section,
  small,
  verbatim,
} from '../document.ts';
import type { Result } from '../thread/result.ts';
import { marked, TEXTS } from './texts.ts';

/** So much of each list, and of each item in it, is shown; the whole is in brief.md. */
export const ITEM_CHARACTERS = 400;
const [MAX_ITEMS, STEP_CHARACTERS] = [7, 160];
/** The most important parts are cut last. */
const WEIGHT = 4;
export const BANNER_CHARACTERS = 300;

/** The end: the decision first, then how far it may be relied on, then what is to be done. */
export function resultDocument(result: Result): Document {
  const { banner, files, head, designId, controls, decision } = result;
  const said = [decision?.sentence ?? '', banner.headline];
  // A notification is cut, so that what a reader must know of the decision comes before it.
  const told = [banner.mark, ...(banner.level === 'success' ? said : said.toReversed())].filter(
    (part) => part !== '',
  );
  const sections = (most: number) => [
    section(
      ...marked(banner.mark),
      ...sentence(result, most),
      alert(banner.level, banner.headline, Math.max(most, BANNER_CHARACTERS)),
      ...facts(result, Math.max(most, BANNER_CHARACTERS)),
    ),
    ...decisionSections(result, most),
    ...(files.length === 0 || head === null
      ? []
      : [
          section(small(TEXTS.check(verifyCommand('charrette', shortId(designId), head)), BANNER_CHARACTERS)),
        ]),
  ];
  return document(told.join(' '), sections, {
    folded: reasonsFolded(result),
    clickable: clickable(designId, controls),
    files: files.map((name) => ({ name, text: null })),
  });
}

/** Small print where there is a decision to read; without one they are what there is to know. */
function facts({ banner, decision }: Result, most: number): Block[] {
  if (decision !== null) return [small(banner.facts.join(' · '), most * WEIGHT)];
  return [
    lines(
      joined(
        banner.facts.map((fact) => [given(fact, most)]),
        ' · ',
      ),
    ),
  ];
}

export function sentence({ decision }: Result, most: number): Block[] {
  return decision === null ? [] : [heading(decision.sentence, most * WEIGHT)];
}

/** What has to be read of a decision: the paragraph, what to do, what is left to people, and who does not agree. */
export function decisionSections({ decision, dissents, settled }: Result, most: number): Section[] {
  if (decision === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  return [
    section(proseBlock(decision.paragraph, most * WEIGHT)),
    section(
      lines(
        [bold(TEXTS.stepsHeading)],
        ...decision.steps.map(({ title, detail }, at) => {
          const does = given(firstWords(detail, STEP_CHARACTERS), item);
          return line`${`${at + 1}. `}${prose(/[.!?:]$/.test(title) ? title : `${title}.`, item, { bold: true })} ${does}`;
        }),
      ),
    ),
    ...listed(
      TEXTS.openHeading,
      decision.open.map(({ text, difference }) => {
        const person = settled.find((each) => each.difference === difference);
        const words = prose(text, item);
        if (person === undefined) return words;
        return line`${words} ${given(TEXTS.settledBy(person.by, person.statement), item, { italic: true })}`;
      }),
    ),
    ...dissents.map(({ title, dissent }) =>
      section(
        lines(
          line`${given(TEXTS.dissents(title), most, { bold: true })} “${given(firstWords(dissent, item), item)}”`,
        ),
      ),
    ),
  ];
}

/** What it rests on, on demand. */
export function reasonsFolded(result: Result): Folded | null {
  const { decision, designId } = result;
  if (decision === null) return null;
  return {
    title: TEXTS.reasonsTitle,
    button: TEXTS.showReasons,
    designId,
    about: 'outcome',
    sections: (most) => reasonSections(result, decision, most),
  };
}

function reasonSections(
  { because, costs, assumed, dissents }: Result,
  { risks }: NonNullable<Result['decision']>,
  most: number,
): Section[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => prose(text, item);
  const claim = ({ text, title, source }: Result['because'][number]) =>
    line`${markdown(text)} ${given(`(${title}${source === '' ? '' : `; ${source}`})`, item, { italic: true })}`;
  const noticed = ours(` ${TEXTS.noticed}`, { italic: true });
  return [
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, costs.map(claim)),
    ...listed(
      TEXTS.risksHeading,
      risks.map(({ risk, signal }) => line`${markdown(risk)}${noticed}${markdown(signal)}`),
    ),
    ...listed(
      TEXTS.assumedHeading,
      assumed.map(
        ({ question, assumption }) =>
          line`${prose(question, item, { italic: true })} ${markdown(assumption)}`,
      ),
    ),
    ...dissents.map(({ title, dissent }) =>
      section(lines([given(TEXTS.dissent(title), most, { bold: true })]), ...quote(dissent, most * WEIGHT)),
    ),
  ];
}

/** A list under its name; nothing where it is empty. */
export function listed(heading: string, items: readonly Line[]): Section[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const rest = more === 0 ? [] : [[ours(TEXTS.more(more), { italic: true })]];
  return items.length === 0 ? [] : [section(lines([bold(heading)]), bullets([...shown, ...rest]))];
}

export function quote(text: string, most: number): Block[] {
  const line = merged([verbatim(text, most)]);
  return line.length === 0 ? [] : [{ kind: 'quote', line }];
}
