// Collects every Content-Security-Policy violation of a browser context, from every frame, webviews included.

/**
 * @typedef {{ frame: string, directive: string, blocked: string, source: string, line: number, sample: string }} CspViolation
 *   `frame`: the document's address; `source`, `line`: the script that did it, when there is one
 */

const REPORT = '__reportCspViolation';

/**
 * Call it before the first page opens.
 * @param {import('playwright-core').BrowserContext} context
 * @returns {Promise<CspViolation[]>} grows while the context lives
 */
export async function collectCspViolations(context) {
  /** @type {CspViolation[]} */
  const violations = [];
  await context.exposeBinding(REPORT, (_source, violation) => {
    violations.push(violation);
  });
  await context.addInitScript(listenForViolations, REPORT);
  return violations;
}

/**
 * Runs inside each frame, before its own scripts.
 * @param {string} report
 */
function listenForViolations(report) {
  const tell = (/** @type {SecurityPolicyViolationEvent} */ event) => {
    // @ts-expect-error Playwright puts this function there
    window[report]({
      frame: location.href.slice(0, 300),
      directive: event.effectiveDirective,
      blocked: event.blockedURI,
      source: event.sourceFile,
      line: event.lineNumber,
      sample: event.sample,
    });
  };
  const listen = () => window.addEventListener('securitypolicyviolation', tell, true);
  listen();
  // A webview's document is written into an empty frame, and document.open() takes all listeners away.
  const open = Document.prototype.open;
  Document.prototype.open = /** @type {typeof open} */ (
    /** @this {Document} @param {unknown[]} args */ function (...args) {
      const result = Reflect.apply(open, this, args);
      if (this === document) listen();
      return result;
    }
  );
}
