// Draws bars as an SVG picture.

const [WIDTH, ROW, LABEL] = [480, 28, 90];

export function barChart({ labels, values }: { labels: readonly string[]; values: readonly number[] }): string {
  const widest = Math.max(1, ...values);
  const rows = labels.map((label, i) => {
    const value = values[i] ?? 0;
    const y = i * ROW;
    const width = ((WIDTH - LABEL - 50) * value) / widest;
    return [
      `<text x="${LABEL - 8}" y="${y + 18}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 8}" rx="3" fill="#3b82f6"/>`,
      `<text x="${LABEL + width + 8}" y="${y + 18}">${value}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${labels.length * ROW}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>${rows.join('')}</svg>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
