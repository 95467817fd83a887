// Moves through the list by keys: / goes to the search field, j and k go down and up, Enter opens
// the focused link.
addEventListener('keydown', (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || target.closest('input, textarea, select')) return;
  if (key === '/') {
    event.preventDefault();
    document.querySelector('input[type=search]').select();
  }
  if (key !== 'j' && key !== 'k') return;
  const rows = [...document.querySelectorAll('.row')];
  const at = rows.indexOf(document.activeElement.closest('.row'));
  const to = Math.min(Math.max(at + (key === 'j' ? 1 : -1), 0), rows.length - 1);
  rows[to]?.querySelector('h3 a').focus();
});
