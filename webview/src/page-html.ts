// Writes the HTML of the lineage page with its content security policy: no `unsafe-*`, nothing from elsewhere.

export interface PageHtmlOptions {
  /** Fresh for each page, unguessable. */
  readonly nonce: string;
  /** Where the page's own files come from, as a CSP source. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The layout worker's script: the page fetches its text and starts it from a Blob. */
  readonly workerUri: string;
  readonly title: string;
  /** What a page in this place asked to be saved. */
  readonly saved?: unknown;
}

export function pageHtml(options: PageHtmlOptions): string {
  const { nonce, cspSource, scriptUri, styleUri, workerUri, title, saved = null } = options;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
    `connect-src ${cspSource}`,
    `worker-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${escaped(nonce)}">
    <meta name="layout-worker" content="${escaped(workerUri)}">
    <meta name="saved-views" content="${escaped(JSON.stringify(saved))}">
    <link rel="stylesheet" href="${escaped(styleUri)}">
    <title>${escaped(title)}</title>
  </head>
  <body>
    <div id="page"></div>
    <script nonce="${escaped(nonce)}" src="${escaped(scriptUri)}"></script>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
