// Keeps a page up to date: when the stream says that something happened, fetches the page again and
// morphs it, so that what is unfolded stays. Closes the stream while nobody looks.
import { Idiomorph } from '/assets/idiomorph.js';

let source = null;
let isFetching = false;
let isStale = false;

function drawTimes() {
  for (const element of document.querySelectorAll('time')) {
    const text = new Date(element.dateTime).toLocaleString([], {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    if (element.textContent !== text) element.textContent = text;
  }
}

async function refresh() {
  if (isFetching) {
    isStale = true;
    return;
  }
  isFetching = true;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    Idiomorph.morph(document.querySelector('main'), page.querySelector('main'), {
      callbacks: {
        beforeAttributeUpdated: (name, element) => !(name === 'open' && element.matches('details')),
      },
    });
    document.body.dataset.stream = page.body.dataset.stream;
    drawTimes();
    if (page.body.dataset.stream === '') stop();
  } finally {
    isFetching = false;
    if (isStale) {
      isStale = false;
      await refresh();
    }
  }
}

function start() {
  const { stream } = document.body.dataset;
  if (source !== null || !stream || document.hidden) return;
  source = new EventSource(stream);
  source.onmessage = refresh;
}

function stop() {
  source?.close();
  source = null;
}

document.addEventListener('visibilitychange', () => {
  stop();
  if (!document.hidden && document.body.dataset.stream) refresh().then(start);
});
drawTimes();
start();
