// Never says that it is ready: it is always busy.
for (;;);
