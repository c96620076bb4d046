// A picture that came with metadata. One that stands in the text is shown; the page loads none from elsewhere.
import { useState } from 'react';
import { isInlineImage } from '../state/known-metadata.ts';
import { SafeLink } from './safe-link.tsx';

export function Picture({ src, alt }: { readonly src: string; readonly alt: string }) {
  const [broken, setBroken] = useState(false);
  if (!isInlineImage(src)) return <SafeLink href={src}>{alt || src}</SafeLink>;
  if (broken) return <span className="picture-broken">{`The picture “${alt}” cannot be read.`}</span>;
  return <img src={src} alt={alt} title={alt} onError={() => setBroken(true)} />;
}
