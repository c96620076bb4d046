// Hands a picture to the browser as a file to keep.
import type { ExportFormat } from '../protocol.ts';

export interface SavedPictureFile {
  readonly name: string;
  readonly format: ExportFormat;
  /** SVG, or a PNG in base64. */
  readonly data: string;
}

export function saveFile({ name, format, data }: SavedPictureFile): void {
  const blob =
    format === 'svg'
      ? new Blob([data], { type: 'image/svg+xml' })
      : new Blob([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], { type: 'image/png' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  // What no file may be called, the browser replaces itself.
  link.download = `${name === '' ? '' : `${name}-`}lineage.${format}`;
  link.click();
  // The browser has it in hand once the click is done.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
