// Lives as long as its channel, and never says that it is ready.
process.on('disconnect', () => process.exit(0));
setInterval(() => process.connected || process.exit(0), 60_000);
