/** A repository's way to keep decision records, by the ones that it has. */
interface RecordPlace {
  readonly folder: string;
  /**
   * The next free number, as wide as the others; the day, where records are named by dates alone.
   */
  readonly number: string;
  /** Path of a record with this number. `words`: of its title. */
  pathOf(number: string, words: readonly string[]): string;
}

/** The file in which adr-tools keeps the folder of records. */
export const FOLDER_FILE = '.adr-dir';
const DEFAULT_FOLDER = 'docs/decisions';
const FOLDER_NAME =
  /^(?:adrs?|decisions?|decision[-_]records?|architecture[-_]decisions?(?:[-_]records?)?)$/i;
const USUAL = /^(?:docs?|documentation)$/i;
const DOCUMENT = /\.(?:md|markdown|adoc|rst|txt)$/i;
/** Folders whose records are not the repository's own. */
const NOT_OWN =
  /^(?:node_modules|vendor|third[-_]party|tests?|fixtures?|examples?|templates?|\..*)$/i;

/** *ADR-*, *0012*, *-* */
const NUMBERED = /^((?:[a-z]{1,12}[-_ ]?)?)(\d{1,8})[a-z]?(?![0-9a-z])([-_. ]{0,3})/i;
const EXTENSION = /\.[a-z]{1,5}$/i;
/** *adr-*, *2026*, *-*, *01*, *05*, *-* */
const DATE_FIRST =
  /^((?:[a-z]{1,12}[-_ ]?)?)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\3([0-3]\d)(?![0-9a-z])([-_. ]{0,3})/i;
/** *2026-01-05*, *20260105*, or a year alone. */
const DATED = /^(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?$/;
/** Highest number from which on four digits are the next ones rather than a year. */
const NEAR_YEARS = 1_800;
const OF_DECISIONS = /^(?:adr[-_ ]?)?$/i;
const DEFAULT_STYLE = { prefix: '', width: 4, separator: '-' };

/** What has a say in a number beside the repository's files. */
interface Occasion {
  /** Of the decision, as *2026-01-05*. */
  readonly day: string;
  /** Numbers that no file has yet. */
  readonly taken: readonly string[];
}

interface Numbered {
  readonly prefix: string;
  readonly digits: string;
  readonly separator: string;
}

/**
 * Finds folder, prefix, width and separator in the paths of a repository. `namedFolder`: the folder
 * in its `.adr-dir`, or `null`.
 */
export function findRecordPlace(
  paths: readonly string[],
  namedFolder: string | null,
  { day, taken }: Occasion,
): RecordPlace {
  const folder = readNamedFolder(namedFolder) ?? folderIn(paths) ?? DEFAULT_FOLDER;
  const names = namesIn(paths, folder);
  const records = numbersIn(names);
  const latest = findLatestDated(names);
  if (records.length === 0 && latest !== null) return placeByDate(paths, folder, latest, day);
  const { prefix, width, separator } = styleOf(records);
  const isSeries = (each: Numbered) => each.prefix === prefix || OF_DECISIONS.test(each.prefix);
  const numbers = [...records.filter(isSeries).map(({ digits }) => digits), ...taken].map(Number);
  const number = String(Math.max(0, ...numbers) + 1).padStart(width, '0');
  return {
    folder,
    number,
    pathOf: (given, words) =>
      `${folder}/${prefix}${given}${separator}${words.join(separator === '_' ? '_' : '-')}.md`,
  };
}

interface Dated {
  readonly prefix: string;
  readonly date: string;
  readonly sign: string;
  readonly separator: string;
}

/** The latest name that begins with a date; `null` for none. */
function findLatestDated(names: readonly string[]): Dated | null {
  const datedNames = names.flatMap((name): Dated[] => {
    const [whole, prefix = '', year, sign = '', month, day, separator = ''] =
      DATE_FIRST.exec(name) ?? [];
    return whole === undefined ? [] : [{ prefix, date: `${year}${month}${day}`, sign, separator }];
  });
  return datedNames.toSorted((one, other) => one.date.localeCompare(other.date)).at(-1) ?? null;
}

function placeByDate(
  paths: readonly string[],
  folder: string,
  style: Dated,
  today: string,
): RecordPlace {
  const { prefix, sign, separator } = style;
  return {
    folder,
    number: today.replaceAll('-', ''),
    pathOf: (given, words) => {
      const date = [given.slice(0, 4), given.slice(4, 6), given.slice(6)].join(sign);
      const title = words.join(separator === '_' ? '_' : '-');
      const stem = `${folder}/${prefix}${date}${separator === '' ? '-' : separator}${title}`;
      // A day may have two records with one title.
      let path = `${stem}.md`;
      for (let times = 2; paths.includes(path); times += 1) path = `${stem}-${times}.md`;
      return path;
    },
  };
}

/** The folder that adr-tools would use, unless it leads out of the repository. */
function readNamedFolder(namedFolder: string | null): string | null {
  const folder = (namedFolder ?? '')
    .trim()
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  return /^[\w-][\w.-]*(?:\/[\w-][\w.-]*){0,9}$/.test(folder) ? folder : null;
}

/**
 * The folder of documents with numbered records, else one of the documentation with any: first a
 * usual place, then the highest, then the fullest.
 */
function folderIn(paths: readonly string[]): string | null {
  const documents = paths.filter((path) => DOCUMENT.test(path));
  const folders = [...new Set(documents.flatMap(foldersOf))]
    .filter(isOfDecisions)
    .flatMap((folder) => {
      const parts = folder.split('/');
      const count = numbersIn(namesIn(documents, folder)).length;
      const isUsual = parts.length === 1 || USUAL.test(parts[0] ?? '');
      const rank = (count === 0 ? 1_000 : 0) + (isUsual ? 0 : 100) + parts.length;
      return count > 0 || isUsual ? [{ folder, rank, count }] : [];
    });
  const [first] = folders.toSorted(
    (one, other) => one.rank - other.rank || other.count - one.count,
  );
  return first?.folder ?? null;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function isOfDecisions(folder: string): boolean {
  const parts = folder.split('/');
  return FOLDER_NAME.test(parts.at(-1) ?? '') && !parts.some((part) => NOT_OWN.test(part));
}

/** Names of files and folders directly in a folder. */
function namesIn(paths: readonly string[], folder: string): string[] {
  const inside = paths.filter((path) => path.startsWith(`${folder}/`));
  return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
}

function numbersIn(names: readonly string[]): Numbered[] {
  const records = names.flatMap((name): Numbered[] => {
    const [, prefix = '', digits = '', separator = ''] =
      NUMBERED.exec(name.replace(EXTENSION, '')) ?? [];
    return digits === '' ? [] : [{ prefix, digits, separator }];
  });
  const certain = records.filter(({ digits }) => !DATED.test(digits));
  const highest = Math.max(0, ...certain.map(({ digits }) => Number(digits)));
  return highest < NEAR_YEARS ? certain : records.filter(({ digits }) => digits.length <= 5);
}

/** The commonest style, of equally common ones the latest. */
function styleOf(records: readonly Numbered[]) {
  const groups = Map.groupBy(records, ({ prefix, separator }) => `${prefix} ${separator}`);
  const latest = (group: readonly Numbered[]) =>
    Math.max(...group.map(({ digits }) => Number(digits)));
  const [group] = [...groups.values()]
    .filter((each) => each.length > 1 || each.some(({ prefix }) => OF_DECISIONS.test(prefix)))
    .toSorted((one, other) => other.length - one.length || latest(other) - latest(one));
  const [first] = group ?? [];
  if (group === undefined || first === undefined) return DEFAULT_STYLE;
  const width = Math.min(...group.map(({ digits }) => digits.length));
  return { prefix: first.prefix, width, separator: first.separator === '' ? '-' : first.separator };
}
