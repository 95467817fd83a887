// Keeps the page up to date: when the stream says that something changed, fetches the page again
// and morphs it.
(() => {
  let source = null;
  let isFetching = false;
  let isStale = false;

  const isEdited = (node) =>
    (/^(?:textarea|input)$/.test(node.localName) && node.value !== node.defaultValue) ||
    (node.localName === 'select' &&
      [...node.options].some((each) => each.selected !== each.defaultSelected && each.index > 0));
  const isKept = (node) =>
    node.nodeType === 1 &&
    [node, ...node.querySelectorAll('textarea, input')].some(
      (each) => isEdited(each) && !isDrafted(each),
    );
  // A sentence that changed is another one; its words do not move to their new places.
  const isReplaced = (node, other) => node.matches('.state p, .newest') && !node.isEqualNode(other);
  const callbacks = {
    beforeNodeMorphed: (node, other) => {
      if (node.nodeType !== 1) return true;
      if (!isReplaced(node, other)) return !(isEdited(node) || node === unsent);
      node.replaceChildren(...other.cloneNode(true).childNodes);
      return false;
    },
    beforeNodeRemoved: (node) => !isKept(node),
    // What a reader opened stays open, and where they are in the picture they stay.
    beforeAttributeUpdated: (name, node) =>
      !(name === 'open' && node.localName === 'details') &&
      !(name === 'tabindex' && node.matches('.run *')),
  };

  // Typed words that were not sent. They survive a reload, the end of a session, and the removal of
  // their field.
  const unsent = document.querySelector('.unsent');
  const isDrafted = (node) => node.matches('.answers textarea, .ask textarea');
  const kept = (what) => JSON.parse(sessionStorage.getItem(what) ?? '{}');
  const keep = (what, words) => sessionStorage.setItem(what, JSON.stringify(words));
  const here = `draft ${location.pathname}`;

  function showDrafts() {
    const left = [];
    for (const [id, words] of Object.entries(kept(here))) {
      const field = document.getElementById(id);
      if (field === null) left.push(words);
      else if (field.value === '') field.value = words;
    }
    if (left.length > 0) {
      unsent.querySelector('pre').textContent = left.join('\n\n');
      if (!unsent.querySelector('button')) unsent.append(discarding());
    }
    if (unsent) unsent.hidden = left.length === 0;
  }
  function forget(page, ids) {
    keep(page, Object.fromEntries(Object.entries(kept(page)).filter(([id]) => !ids.includes(id))));
  }
  // The sent words have arrived, unless the page that came back says otherwise.
  function arrive() {
    const { page, ids } = kept('sent');
    sessionStorage.removeItem('sent');
    if (page !== undefined && !document.querySelector('.sign-in, .problem')) forget(page, ids);
  }
  document.addEventListener('input', ({ target }) => {
    if (isDrafted(target)) keep(here, { ...kept(here), [target.id]: target.value });
  });
  document.addEventListener('submit', ({ target, submitter }) => {
    const fields = [...(submitter?.form ?? target).elements].filter(isDrafted);
    if (fields.length > 0) keep('sent', { page: here, ids: fields.map(({ id }) => id) });
  });
  // Made here, since without a script the button would do nothing.
  function discarding() {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = unsent.dataset.discard;
    button.addEventListener('click', () => {
      forget(
        here,
        Object.keys(kept(here)).filter((id) => !document.getElementById(id)),
      );
      showDrafts();
    });
    return button;
  }

  // Times in the markup are marked as UTC. Here they become the reader's local time, on which the
  // day may differ.
  function onOwnClock(page) {
    const now = new Date();
    for (const each of page.querySelectorAll('time[datetime]')) {
      const at = new Date(each.dateTime);
      const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
      const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
      const day = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year });
      each.textContent = at.toDateString() === now.toDateString() ? time : `${day}, ${time}`;
    }
  }

  function show(page) {
    onOwnClock(page);
    document.title = page.title;
    Idiomorph.morph(document.body, page.body, { ignoreActiveValue: true, callbacks });
    showDrafts();
    document.dispatchEvent(new Event('charrette:shown'));
  }

  function fetchAgain() {
    isStale = isFetching;
    if (isFetching) return;
    isFetching = true;
    // The browser parses the page, so no script turns text into markup.
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.responseType = 'document';
    request.setRequestHeader('accept', 'text/html');
    request.onloadend = () => {
      isFetching = false;
      if (request.status === 200 && request.response?.body) show(request.response);
      else if (request.status === 0 || request.status >= 500) setTimeout(fetchAgain, LOST_MS);
      if (isStale) fetchAgain();
    };
    request.send();
  }

  function close() {
    source?.close();
    source = null;
    clearTimeout(losing);
    losing = null;
  }

  // A stream that reconnects within this time does not count as lost.
  const LOST_MS = 5_000;
  let losing = null;
  const lose = () => {
    document.body.dataset.lost = '';
  };
  function found() {
    clearTimeout(losing);
    losing = null;
    document.body.removeAttribute('data-lost');
  }

  function open() {
    const { live } = document.body.dataset;
    if (source !== null || live === undefined || document.hidden) return;
    source = new EventSource(live);
    source.addEventListener('changed', fetchAgain);
    source.addEventListener('open', found);
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) {
        losing ??= setTimeout(lose, LOST_MS);
        return;
      }
      // The browser gives up after a proxy's error or a 429, so the page tries again.
      lose();
      source = null;
      setTimeout(open, LOST_MS);
    });
  }

  // Sends the form as filled in so far, and replaces `#look` and the errors at its fields by those
  // of the answer. An error in a fold opens it.
  const PAUSE_MS = 500;
  let [looking, pause, looked] = [0, 0, ''];
  function look({ target }) {
    const form = target.form ?? target.closest('form');
    clearTimeout(pause);
    if (!form?.dataset.look || !form.checkValidity()) return;
    const sent = new URLSearchParams([...new FormData(form), [form.dataset.look, 'look']]);
    sent.delete('seen');
    if (looked === String(sent)) return;
    looked = String(sent);
    const turn = ++looking;
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.responseType = 'document';
    request.setRequestHeader('accept', 'text/html');
    request.onloadend = () => {
      const found = request.response?.getElementById('look');
      if (turn !== looking) return;
      form.toggleAttribute('data-failed', !found);
      if (!found) looked = '';
      else {
        onOwnClock(found);
        Idiomorph.morph(document.getElementById('look'), found);
        for (const hint of form.querySelectorAll('.hint[id]'))
          showHint(hint, request.response.getElementById(hint.id));
      }
    };
    request.send(sent);
  }
  function showHint(hint, found) {
    const field = document.querySelector(`[aria-describedby="${hint.id}"]`);
    // Only a start checks the channel: what was wrong with it holds until it is changed.
    if (field.name === 'channel' && !isEdited(field)) return;
    Idiomorph.morph(hint, found);
    const isWrong = hint.querySelector('.error') !== null;
    if (isWrong) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    const fold = hint.closest('details');
    if (isWrong && fold !== null) fold.open = true;
  }
  document.addEventListener('change', look);
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.look-again button')) return;
    event.preventDefault();
    look(event);
  });
  document.addEventListener('input', (event) => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS, event);
  });

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  onOwnClock(document);
  arrive();
  showDrafts();
  open();
})();
