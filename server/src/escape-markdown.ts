// Text of users and their data in Markdown says only itself.

export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+.!|<>~&-]/g, '\\$&');
}
