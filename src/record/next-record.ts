/** Where a repository keeps its decision records, by the paths that it has. */
interface NextRecord {
  /** The next free one. */
  readonly number: string;
  /** Path of a record with this number. `title`: words with hyphens between them. */
  pathOf(number: string, title: string): string;
}

/** A record in a folder: *adr-*, *012*, *-*. */
interface Numbered {
  readonly prefix: string;
  readonly digits: string;
  readonly separator: string;
}

/** The file in which adr-tools keeps the folder of records. */
export const FOLDER_FILE = '.adr-dir';
const DEFAULT_FOLDER = 'docs/decisions';
/** A folder of decisions, alone or in the documentation. Others are of a package, or code. */
const RECORDS =
  /^(?:(?:docs?|documentation)\/(?:[\w-]+\/)?)?(?:architecture[-_])?(?:adrs?|decisions?)(?:[-_]records?)?$/i;
const DEFAULT_STYLE: Numbered = { prefix: '', digits: '0000', separator: '-' };
const NUMBERED = /^((?:[a-z]{1,12}[-_ ]?)?)(\d{1,5})(?![0-9])([-_. ]?)/i;
/** *2026-01-05-review.md* is no record number 2026. */
const DATED = /^(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])/;

/**
 * Finds the folder that `.adr-dir` names, else the one with the most numbered records, else the
 * usual one of MADR. Its last record says how names are written there. `taken`: numbers that no
 * file has yet.
 */
export function findNextRecord(
  paths: readonly string[],
  namedFolder: string | null,
  taken: readonly string[],
): NextRecord {
  const records = numberedIn(paths);
  const [[fullest = DEFAULT_FOLDER] = []] = [...records]
    .filter(([folder]) => RECORDS.test(folder))
    .toSorted(([, one], [, other]) => other.length - one.length);
  const folder = readNamedFolder(namedFolder) ?? fullest;
  const inFolder = (records.get(folder) ?? []).toSorted(
    (one, other) => Number(one.digits) - Number(other.digits),
  );
  const last = inFolder.at(-1) ?? DEFAULT_STYLE;
  const highest = Math.max(...[last.digits, ...taken].map(Number));
  return {
    number: String(highest + 1).padStart(last.digits.length, '0'),
    pathOf: (number, title) =>
      `${folder}/${last.prefix}${number}${last.separator || '-'}${title}.md`,
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

/** The records directly in each folder. */
function numberedIn(paths: readonly string[]): Map<string, Numbered[]> {
  const records = new Map<string, Numbered[]>();
  for (const path of paths) {
    const end = Math.max(0, path.lastIndexOf('/'));
    const own = records.getOrInsertComputed(path.slice(0, end), () => []);
    const name = path.slice(end + 1);
    const [, prefix = '', digits, separator = ''] = DATED.test(name)
      ? []
      : (NUMBERED.exec(name) ?? []);
    if (digits !== undefined) own.push({ prefix, digits, separator });
  }
  return records;
}
