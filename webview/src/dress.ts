// Dresses the page in a theme, as VS Code does with a webview.

/** Also while the page is there: VS Code changes a webview's theme in place. */
export function dress(theme: string): void {
  const kind = theme.startsWith('high-contrast') ? theme : theme.includes('light') ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  const { classList, dataset } = document.body;
  classList.remove(...[...classList].filter((name) => name.startsWith('vscode-')));
  classList.add(`vscode-${kind}`);
  if (kind === 'high-contrast-light') classList.add('vscode-high-contrast');
  dataset['vscodeThemeKind'] = `vscode-${kind}`;
  dataset['vscodeThemeId'] = theme;
}
