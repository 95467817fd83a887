import { quoteForShell } from '../../surfaces/terminal/format.ts';

/**
 * Commands for a store that has backup programs of its own. The address contains a password, and is
 * not shown.
 */
export function explainPostgresCopies(file: string, dataDir: string): string {
  const [dump, folder] = [file, `${file}.data`].map(quoteForShell);
  return `The store is Postgres, because DATABASE_URL is set. To back it up while daemons run, with the data folder:
  pg_dump --format=custom --file ${dump} "$DATABASE_URL"
  cp -Rp ${quoteForShell(dataDir)} ${folder}
  date -u +%FT%R > ${folder}/backup.json
To restore both, into an empty database and a new folder:
  pg_restore --no-owner --dbname "$OTHER_URL" ${dump}
  cp -Rp ${folder} "$OTHER_DATA_DIR"`;
}
