// The name of something drawn, for screen readers alone; the drawing beside it is hidden from them.

/** A text and no `aria-label`: what is drawn inside is in other words, and a label may not contradict what is seen. */
export function SpokenName({ children }: { readonly children: string }) {
  return <span className="visually-hidden spoken-name">{children}</span>;
}
