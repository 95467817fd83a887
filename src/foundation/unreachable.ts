/**
 * Default case of a `switch` over a closed set, so that a member without a case does not compile.
 * Not needed where every case returns.
 */
export function assertUnreachable(member: never): never {
  throw new Error(`broken invariant: no case for ${JSON.stringify(member)}`);
}
