// Must run on any old Node to report that it is too old: keep it free of newer syntax and imports.

/** Charrette runs TypeScript directly, in sandboxed processes: both need this version. */
const REQUIRED_MAJOR = 26;

if (Number(process.versions.node.split('.')[0]) < REQUIRED_MAJOR) {
  console.error(
    `Charrette needs Node ${REQUIRED_MAJOR} or newer; this is ${process.version}. npm run charrette -- <verb> uses the one that npm ci installed; you can also get it from https://nodejs.org/.`,
  );
  process.exit(2);
}
