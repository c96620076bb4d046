// A stored key that nothing defines is an orphan, and only then: what cannot be read right now may define it still.
import { expect, test } from 'vitest';
import { byAsset, made, node } from '../test/graph-of.ts';
import { computeStatus, formatStatusText, type Problem, type StoredFacts } from './index.ts';

const orders = made('orders', {}, { file: 'src/raw.ts', line: 7, rows: 2, bytes: 12_300 });
const older = made('older');
const facts: StoredFacts = {
  materializations: byAsset(orders, older),
  failures: {},
  checks: {},
  observations: {},
  running: [],
};
const total = node('total', [], {
  file: 'src/raw.ts',
  range: { startLine: 10, startColumn: 1, endLine: 12, endColumn: 3 },
});

function problem(
  code: Problem['code'],
  file: string,
  line: number,
  severity: Problem['severity'] = 'warning',
): Problem {
  return { code, severity, message: '', file, line, column: 1, endLine: line, endColumn: 2 };
}

function told(...problems: Problem[]): Record<string, string> {
  return Object.fromEntries(
    computeStatus([total], facts, {}, problems).map(({ key, status, causes }) => [
      key,
      [status, ...causes.map(({ message }) => message)].join('; '),
    ]),
  );
}

test('F17 an orphan has its last place', () => {
  expect(told()).toEqual({ orders: 'orphan', older: 'orphan', total: 'never' });
  const statuses = computeStatus([total], facts);
  expect(statuses.find(({ key }) => key === 'orders')).toMatchObject({ declared: { file: 'src/raw.ts', line: 7 } });
  expect(statuses.find(({ key }) => key === 'older')).not.toHaveProperty('declared');
});

test.each([
  ['its file does not parse', problem('syntax', 'src/raw.ts', 11), 'src/raw.ts:11 does not parse'],
  [
    'an asset there has a computed key',
    problem('dynamic', 'src/raw.ts', 3, 'info'),
    'src/raw.ts:3 declares what is not in the graph',
  ],
  [
    'an asset there is not exported',
    problem('unexported', 'src/raw.ts', 3),
    'src/raw.ts:3 declares what is not in the graph',
  ],
  [
    'a key there is wrong',
    problem('bad-key', 'src/raw.ts', 3, 'error'),
    'src/raw.ts:3 declares what is not in the graph',
  ],
])('F17 it may be defined where %s', (_, given, why) => {
  const unknown = `unknown; whether it is still defined is not known: ${why}`;
  // Of what was made before places were noted, nobody knows where it was.
  expect(told(given)).toEqual({ orders: unknown, older: unknown, total: 'never' });
});

test('what goes on in other files, or in assets that are in the graph, leaves it an orphan', () => {
  expect(told(problem('syntax', 'src/other.ts', 1))['orders']).toBe('orphan');
  expect(told(problem('dynamic', 'src/raw.ts', 11, 'info'))).toMatchObject({ orders: 'orphan', older: 'orphan' });
  expect(told(problem('unused-input', 'src/raw.ts', 3))).toMatchObject({ orders: 'orphan', older: 'orphan' });
});

test('F18 orphans stand below the others in the terminal, with what they take and the way out', () => {
  const named = { ...facts, materializations: byAsset(orders, made("it's old", {}, { file: 'src/raw.ts' })) };
  const now = new Date('2026-03-03T10:00:00.000Z');
  expect(formatStatusText({ assets: computeStatus([total], named) }, now)).toBe(`○ total     never
◌ it's old  orphan, 2 days ago
            last defined in src/raw.ts:1; \`headwater forget 'it'\\''s old'\` deletes what is stored
◌ orders    orphan, 2 days ago, 2 rows
            last defined in src/raw.ts:7, 12 kB; \`headwater forget orders\` deletes what is stored

3 assets: 1 never, 2 orphan
`);
  expect(
    formatStatusText({ assets: computeStatus([total], named, {}, [problem('syntax', 'src/raw.ts', 3)]) }, now),
  ).toContain(
    '? orders    unknown: whether it is still defined is not known: src/raw.ts:3 does not parse, 2 days ago, 2 rows',
  );
});
