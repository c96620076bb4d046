// Tells a person something in a corner of the browser's page, where an editor has its notifications.

/** Takes the place of what was told before. It stays until it is closed: nobody reads against a clock. */
export function showTold(text: string): void {
  document.querySelector('.told')?.remove();
  const told = document.createElement('div');
  told.className = 'told';
  told.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('vscode-button');
  close.setAttribute('appearance', 'icon');
  close.setAttribute('aria-label', 'Close');
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-close';
  icon.setAttribute('aria-hidden', 'true');
  close.append(icon);
  close.addEventListener('click', () => told.remove());
  told.append(words, close);
  document.body.append(told);
}
