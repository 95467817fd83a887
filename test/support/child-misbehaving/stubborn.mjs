// Is ready, answers pings, and neither stops when told to nor when asked by the system.
process.on('SIGTERM', () => process.stderr.write('not now\n'));
process.on('message', (raw) => {
  const message = JSON.parse(String(raw));
  if (message.type === 'ping') process.send?.(JSON.stringify({ type: 'pong', beat: message.beat }));
});
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
