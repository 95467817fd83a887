/** What forgetting a design does not reach (P12). */
export const OUT_OF_REACH =
  'Files on another machine go with the next collection there. Out of reach are backups that were made before and messages in the chat; on Postgres also dead rows and its log, until vacuum and expiry.';
