// Keys of the picture of a run: one mark is a stop of the keyboard, the arrows lead to the others.
// What has the focus says its words below the picture.
(() => {
  const PICTURE = '.picture .run';
  const marksOf = (picture) =>
    [...picture.querySelectorAll('[tabindex]')].map((mark) => {
      const { x, y } = mark.querySelector('.area').getBBox();
      return { mark, from: x, row: mark.matches('.wait') ? -1 : y };
    });
  const nearest = (marks, from) =>
    marks.toSorted((one, other) => Math.abs(one.from - from) - Math.abs(other.from - from))[0];
  const inRow = (marks, { row }) =>
    marks.filter((each) => each.row === row).toSorted((one, other) => one.from - other.from);
  const beside = (marks, here, step) => {
    const row = inRow(marks, here);
    return row[row.indexOf(here) + step];
  };
  const nextRow = (marks, here, step) => {
    const rows = [...new Set(marks.map(({ row }) => row))].toSorted((one, other) => one - other);
    const row = rows[rows.indexOf(here.row) + step];
    return nearest(inRow(marks, { row }), here.from);
  };
  const KEYS = {
    ArrowLeft: (marks, here) => beside(marks, here, -1),
    ArrowRight: (marks, here) => beside(marks, here, 1),
    ArrowUp: (marks, here) => nextRow(marks, here, -1),
    ArrowDown: (marks, here) => nextRow(marks, here, 1),
    Home: (marks, here) => inRow(marks, here)[0],
    End: (marks, here) => inRow(marks, here).at(-1),
  };

  const markAt = (node) => node.closest?.(`${PICTURE} [tabindex]`) ?? null;
  function tell(mark) {
    const told = document.querySelector('.picture .told');
    if (told) told.textContent = mark?.querySelector('title').textContent ?? '';
  }
  document.addEventListener('keydown', (event) => {
    const mark = markAt(event.target);
    const go = event.altKey || event.ctrlKey || event.metaKey ? undefined : KEYS[event.key];
    if (mark === null || go === undefined) return;
    event.preventDefault();
    const marks = marksOf(mark.closest('.run'));
    go(
      marks,
      marks.find((each) => each.mark === mark),
    )?.mark.focus();
  });
  document.addEventListener('focusin', ({ target }) => {
    const mark = markAt(target);
    tell(mark);
    if (mark === null) return;
    for (const each of mark.closest('.run').querySelectorAll('[tabindex="0"]'))
      each.setAttribute('tabindex', -1);
    mark.setAttribute('tabindex', 0);
  });
  document.addEventListener('focusout', () => tell(null));
  document.addEventListener('charrette:shown', () => tell(markAt(document.activeElement)));
})();
