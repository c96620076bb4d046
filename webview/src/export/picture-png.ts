// Draws an SVG onto a canvas and reads it back as a PNG: twice as large, or as large as a canvas can be.
import type { SvgPicture } from './picture-svg.ts';

export interface PngPicture {
  /** In base64. */
  readonly data: string;
  readonly width: number;
  readonly height: number;
  /** Of the picture's own size. */
  readonly scale: number;
}

const WANTED = 2;
/** What every browser can paint and every program can open. */
const LONGEST_SIDE = 16_384;
const MOST_PIXELS = 100_000_000;

export function pngScale({ width, height }: Pick<SvgPicture, 'width' | 'height'>): number {
  return Math.min(WANTED, LONGEST_SIDE / width, LONGEST_SIDE / height, Math.sqrt(MOST_PIXELS / (width * height)));
}

export async function picturePng({ svg, width, height }: SvgPicture): Promise<PngPicture> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = pngScale({ width, height });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The page cannot paint: it got no canvas.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(`A picture of ${canvas.width} × ${canvas.height} pixels could not be made.`);
  const address = await dataAddress(blob);
  return { data: address.slice(address.indexOf(',') + 1), width: canvas.width, height: canvas.height, scale };
}

function dataAddress(blob: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('The picture could not be read back.'));
    reader.readAsDataURL(blob);
  });
}
