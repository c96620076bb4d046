// What is known of a materialization beside its value, for a terminal: metadata of every kind, and how its checks came out.
import { formatMetadata, type LastMaterialization } from '@headwater/graph';

/** Empty where there is nothing to tell. */
export function formatFactsText({ metadata, checks }: Pick<LastMaterialization, 'metadata' | 'checks'>): string {
  const names = Object.keys(metadata);
  const width = Math.max(0, ...names.map((name) => name.length));
  const facts = Object.entries(metadata).map(([name, value]) => `${name.padEnd(width)}  ${formatMetadata(value)}`);
  const outcomes = checks.map(({ name, passed, severity, message, metadata: reasons }) => {
    if (passed) return `✓ check ${name} passed`;
    const why = [
      ...(message === undefined ? [] : [message]),
      ...Object.entries(reasons).map(([reason, value]) => `${reason}: ${formatMetadata(value)}`),
    ];
    return `✕ check ${name} failed (${severity})${why.length === 0 ? '' : `: ${why.join(', ')}`}`;
  });
  const lines = [...facts, ...outcomes];
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}
