import { type RecordPart, type RecordStyle, USUAL_STYLE } from '../../presentation/published-record.ts';
import { headingsIn } from './read-record.ts';

/** Headings by their first words, in the languages in which people are known to keep records. */
const PARTS: readonly (readonly [RecordPart, RegExp])[] = [
  ['status', /^(?:stat(?:us|ut|o)|estado|状态|ステータス)$/iu],
  ['context', /^(?:context|kontext|contexte|contexto|contesto|background|背景|上下文|コンテキスト)/iu],
  [
    'options',
    /^(?:considered |betrachtete )?(?:options|alternatives|optionen|alternativen|opciones|opções)/iu,
  ],
  [
    'decision',
    /^(?:(?:the )?decision(?: outcome)?|entscheidung(?:sergebnis)?|beschluss|décision|decisión|decisão|decisione|besluit|决策|决定|決定)$/iu,
  ],
  [
    'consequences',
    /^(?:consequences|konsequenzen|folgen|auswirkungen|conséquences|consecuencias|consequências|conseguenze|gevolgen|后果|影响|結果)/iu,
  ],
  ['more', /^(?:more information|weitere informationen|informations complémentaires|más información)/iu],
];
/** *ADR-0012: *, *12. *; *NUMBER. * in the template of adr-tools. */
const TITLE = /^((?:adr[- ]?)?)(\d{1,8}|number)([.: –—-]{1,4})/i;

/** The style of a record or a template; the usual one if it shows none. */
export function styleOf(sample: string | null): RecordStyle {
  const all = sample === null ? [] : headingsIn(sample);
  const parts = all.flatMap(({ heading, level }) => {
    const [part] = PARTS.find(([, words]) => level === 2 && words.test(heading)) ?? [];
    return part === undefined ? [] : [{ part, words: heading }];
  });
  const headings = parts.filter(({ part }, at) => parts.findIndex((each) => each.part === part) === at);
  if (headings.length < 2 || !headings.some(({ part }) => part === 'decision')) return USUAL_STYLE;
  const more = headings.some(({ part }) => part === 'more') ? [] : USUAL_STYLE.headings.slice(-1);
  const [, prefix = '', digits = '', separator = ''] =
    TITLE.exec(all.find(({ level }) => level === 1)?.heading ?? '') ?? [];
  return {
    beforeTitle: (number) =>
      digits === ''
        ? ''
        : `${prefix}${padNumber(number, Number.isNaN(Number(digits)) ? 1 : digits.length)}${separator}`,
    headings: [...headings, ...more],
  };
}

function padNumber(number: string, width: number): string {
  return String(Number(number)).padStart(width, '0');
}

const TEMPLATE = /(?:^|[-_./])template[^/]{0,40}\.md$/i;

/** The path of a folder's template, else of its latest record; `null` for neither. */
export function findSamplePath(paths: readonly string[], folder: string): string | null {
  const inside = paths.filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.md'));
  const nameOf = (path: string) => path.slice(folder.length + 1);
  const records = inside.filter((path) => /^(?:[a-z]{1,12}[-_ ]?)?\d/i.test(nameOf(path)));
  const latest = records.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);
  return inside.find((path) => TEMPLATE.test(nameOf(path))) ?? latest ?? null;
}
