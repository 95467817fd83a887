// Written for any Node, however old: it is what says that one is too old. Keep it free of newer syntax and imports.

/** What is run is TypeScript as it is written, in sandboxed processes: both need this version. */
const REQUIRED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) < REQUIRED_MAJOR) {
  const brought = process.platform === 'darwin' && process.arch === 'arm64';
  const advice = brought
    ? 'No package brings it to this kind of machine'
    : 'npm run charrette -- <verb> uses the one that npm ci has installed';
  console.error(
    `Charrette needs Node ${REQUIRED_MAJOR} or newer; this is ${process.version}. ${advice}; https://nodejs.org/ has it, too.`,
  );
  process.exit(2);
}
