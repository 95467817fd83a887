// Keeps a page up to date: when its stream says that something happened, fetches the page again and
// morphs it, so that what is unfolded stays. Follows nothing while nobody looks. It is run before the
// first paint, so that no time is drawn twice.
/* global Idiomorph */

const RETRY_MS = 5_000;
let source = null;
let isFetching = false;
let isStale = false;

/** The reader's own time, with its day where that is not today. */
function drawTimes() {
  const today = new Date().toDateString();
  for (const element of document.querySelectorAll('time')) {
    const time = new Date(element.dateTime);
    const day = time.toDateString() === today ? {} : { dateStyle: 'medium' };
    const text = time.toLocaleString([], { ...day, timeStyle: 'short' });
    if (element.textContent !== text) element.textContent = text;
  }
}

async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isStale) {
      isStale = false;
      const answer = await fetch(location.href);
      if (answer.ok) draw(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    }
  } catch (error) {
    // The daemon is away: its stream comes back with it.
    console.warn('not fetched', error);
  } finally {
    isFetching = false;
  }
}

function draw(page) {
  Idiomorph.morph(document.querySelector('main'), page.querySelector('main'), {
    callbacks: {
      beforeAttributeUpdated: (name, element) => !(name === 'open' && element.matches('details')),
    },
  });
  document.body.dataset.stream = page.body.dataset.stream;
  drawTimes();
  if (page.body.dataset.stream === '') stop();
}

function start() {
  const { stream } = document.body.dataset;
  if (source !== null || stream === '' || document.hidden) return;
  source = new EventSource(stream);
  source.onmessage = refresh;
  // It comes back by itself, unless a proxy has answered in the daemon's place.
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    stop();
    setTimeout(catchUp, RETRY_MS);
  };
}

function stop() {
  source?.close();
  source = null;
}

function catchUp() {
  if (!document.hidden) void refresh().then(start);
}

document.addEventListener('visibilitychange', () => {
  stop();
  if (document.body.dataset.stream !== '') catchUp();
});
const { everyMs } = document.body.dataset;
if (everyMs !== '') setInterval(catchUp, Number(everyMs));
drawTimes();
start();
