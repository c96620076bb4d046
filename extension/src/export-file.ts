// What a page sent as its picture, as a file: a name that any disk takes, and its bytes if they are what they are said to be.
import type { ExportFormat } from '@headwater/webview/protocol';

/** `shop-lineage.svg` */
export function exportFileName(project: string, format: ExportFormat): string {
  // What no file may be called somewhere: on one of the three systems, or in a zip.
  const safe = project
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, '-')
    .replace(/^[-.\s]+|[-.\s]+$/g, '')
    .slice(0, LONGEST_NAME);
  return `${safe === '' ? '' : `${safe}-`}lineage.${format}`;
}

const LONGEST_NAME = 100;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SVG_START = /^(<\?xml[^>]*>\s*)?<svg[\s>]/;

/** Null for what is no such picture. */
export function exportBytes(format: ExportFormat, data: string): Uint8Array | null {
  if (format === 'svg') return SVG_START.test(data) ? Buffer.from(data, 'utf8') : null;
  const bytes = Buffer.from(data, 'base64');
  return bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE) ? bytes : null;
}
