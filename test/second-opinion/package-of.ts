/**
 * Imports a package of this folder's lock file, which `npm ci` at the root does not install.
 * Whoever calls names what it uses of it, since types are checked without it as well.
 */
export async function packageOf<Exports>(name: string): Promise<Exports> {
  return await import(name);
}
