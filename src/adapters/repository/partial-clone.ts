/** A sentence of the digest, by which it is known that a pinned clone is partial. */
export const PARTIAL = 'It is a partial clone: earlier versions of files may be missing.';

export const FETCH_ALL =
  'To fetch all that is missing, run git fetch --refetch --no-filter there: without --no-filter, git fetches as little as before.';
